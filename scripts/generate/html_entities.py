#!/usr/bin/env python3
"""Write Sources/CLIP/Tokenizer/HTMLEntityTable.swift from Python's html.entities (the HTML5 list).

Usage: python3 scripts/generate/html_entities.py
"""
from html.entities import html5
from pathlib import Path

TARGET = Path(__file__).parents[2] / "Sources/CLIP/Tokenizer/HTMLEntityTable.swift"


def packed(items):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 1 > 98:
            lines.append(line)
            line = "   "
        line += " " + item
    return "\n".join(lines + [line])


def main():
    closed = [
        name[:-1] + "=" + "+".join(f"{ord(c):X}" for c in text)
        for name, text in sorted(html5.items())
        if name.endswith(";")
    ]
    open_names = sorted(name for name in html5 if not name.endswith(";"))
    TARGET.write_text(
        "// Made by scripts/generate/html_entities.py; do not edit.\n\n"
        "/// The named character references of HTML5, packed for the compiler's sake.\n"
        "enum HTMLEntityTable {\n"
        "  /// `name=HEX` or `name=HEX+HEX`, white space between; each name is closed by `;` in text.\n"
        '  static let closed = """\n' + packed(closed) + '\n    """\n\n'
        "  /// The names that are valid without `;` as well.\n"
        '  static let open = """\n' + packed(open_names) + '\n    """\n'
        "}\n"
    )


if __name__ == "__main__":
    main()
