#!/usr/bin/env python3
"""Record what Pillow makes of odd image files: the reference of JPEGDecoderTests.

Usage: scripts/golden/jpeg.py FOLDER > Tests/Golden/jpeg/odd-images.tsv

One line for each file of FOLDER: name, what Pillow says, width, height, SHA-256 of the RGB bytes.
Needs Pillow; orientation tags are not applied.
"""

import hashlib
import pathlib
import sys

from PIL import Image


def line(path):
    try:
        with Image.open(path) as image:
            kind = image.format
            rgb = image.convert("RGB")
    except Exception as error:  # every way to fail is a line of its own
        return [path.name, type(error).__name__, "-", "-", "-"]
    digest = hashlib.sha256(rgb.tobytes()).hexdigest()
    return [path.name, kind, str(rgb.width), str(rgb.height), digest]


def main():
    folder = pathlib.Path(sys.argv[1])
    print("\t".join(["file", "pillow", "width", "height", "sha256"]))
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix not in {".tsv", ".md"}:
            print("\t".join(line(path)))


if __name__ == "__main__":
    main()
