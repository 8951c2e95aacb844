#!/usr/bin/env python3
"""Counts how many category names of a benchmark a concept pool has.

usage: pool_recall.py CATEGORIES POOL...

CATEGORIES is COCO's or LVIS's json (`categories`, or their list alone, with `name` and perhaps
`synonyms`; a list or an object of names), or text with a category on each line, synonyms after tabs
(scripts/eval/coco_names.tsv: COCO's 80). POOL is a `pool.tsv` or a list of names, one a line.

"strict" is a category whose first name is in the pool letter by letter, but for case, underscores
and what stands in parentheses; "synonyms" one of which any name is. Categories with a `frequency`
(LVIS: r, c, f) are also counted by it.
"""

import json
import sys
from collections import Counter


def cleaned(name):
    return " ".join(name.split("(")[0].replace("_", " ").lower().split())


def categories(path):
    """A list of (names, frequency)."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if not path.endswith(".json"):
        return [(line.split("\t"), "") for line in text.splitlines() if line.strip()]
    content = json.loads(text)
    if isinstance(content, dict):
        content = content.get("categories", list(content))
    found = []
    for entry in content:
        if isinstance(entry, str):
            found.append(([entry], ""))
        else:
            found.append(([entry["name"], *entry.get("synonyms", [])], entry.get("frequency", "")))
    return found


def pool_names(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    if lines[0].startswith("id\t"):
        return {line.split("\t")[1] for line in lines[1:] if line}
    return {cleaned(line) for line in lines if line.strip()}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    wanted = categories(sys.argv[1])
    if not wanted:
        sys.exit(f"{sys.argv[1]}: no category in it")
    for path in sys.argv[2:]:
        pool = pool_names(path)
        strict = [cleaned(names[0]) in pool for names, _ in wanted]
        any_name = [any(cleaned(name) in pool for name in names) for names, _ in wanted]
        print(f"{path}: {len(pool)} concepts, of {len(wanted)} categories "
              f"{sum(strict)} strict, {sum(any_name)} with synonyms")
        by_frequency = Counter(kind for (_, kind), hit in zip(wanted, any_name) if kind and hit)
        if by_frequency:
            print("  with synonyms by frequency: "
                  + ", ".join(f"{kind} {by_frequency[kind]}" for kind in "fcr"))
        missing = [names[0] for (names, _), hit in zip(wanted, any_name) if not hit]
        if missing and len(missing) <= 20:
            print("  not met: " + ", ".join(missing))


if __name__ == "__main__":
    main()
