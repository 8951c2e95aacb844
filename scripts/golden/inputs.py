#!/usr/bin/env python3
"""Archives in three tar dialects with the places that Python's tarfile gives their members.

Writes Tests/Golden/inputs: dialect.tar for ustar, pax and gnu, and members.json with name, offset and
size of each regular file. Contents are a few bytes, but one member of each archive has a name of 300
bytes where the dialect allows it, one a folder, one a link, one nothing.
"""

import io
import json
import pathlib
import tarfile

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/inputs"
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT}


def names(dialect):
    yield "000/a.jpg"
    yield "000/a.txt"
    # ustar: at most 155 bytes of folders and 100 of a name.
    yield "d" * 120 + "/" + "n" * 90 + ".jpg"
    yield "./b.seg.png"
    yield "c.empty.jpg"
    yield "e/../é.jpeg" if dialect != "ustar" else "e/../f.jpeg"
    if dialect != "ustar":
        yield "long/" + "x" * 300 + ".jpg"
        yield "line\nbreak.jpg"


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    found = {}
    for dialect, form in FORMATS.items():
        path = OUT / f"{dialect}.tar"
        with tarfile.open(path, "w", format=form) as tar:
            folder = tarfile.TarInfo("000")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
            for number, name in enumerate(names(dialect)):
                info = tarfile.TarInfo(name)
                content = b"" if "empty" in name else bytes([number]) * (510 + number)
                info.size = len(content)
                if dialect == "pax" and number == 1:
                    info.mtime = 1.5  # a pax header of its own, without a path
                tar.addfile(info, io.BytesIO(content))
            link = tarfile.TarInfo("link.jpg")
            link.type = tarfile.SYMTYPE
            link.linkname = "/etc/passwd"
            tar.addfile(link)
        with tarfile.open(path) as tar:
            found[dialect] = [
                [member.name, member.offset_data, member.size] for member in tar if member.isreg()
            ]
    text = json.dumps(found, indent=1, ensure_ascii=True, sort_keys=True)
    (OUT / "members.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
