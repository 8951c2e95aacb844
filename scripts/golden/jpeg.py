#!/usr/bin/env python3
"""Record what Pillow makes of odd image files: the reference of JPEGDecoderTests.

Usage: scripts/golden/jpeg.py FOLDER > Tests/Golden/jpeg/odd-images.tsv

One line for each file of FOLDER: name, what Pillow says, width, height, SHA-256 of the RGB bytes as
they are stored, and of those of `ImageOps.exif_transpose`. Needs Pillow.
"""

import hashlib
import pathlib
import sys

from PIL import Image, ImageOps


def line(path):
    try:
        with Image.open(path) as image:
            kind = image.format
            rgb = image.convert("RGB")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Exception as error:  # every way to fail is a line of its own
        return [path.name, type(error).__name__, "-", "-", "-", "-"]
    digests = [hashlib.sha256(picture.tobytes()).hexdigest() for picture in (rgb, upright)]
    return [path.name, kind, str(rgb.width), str(rgb.height), *digests]


def main():
    folder = pathlib.Path(sys.argv[1])
    print("\t".join(["file", "pillow", "width", "height", "sha256", "sha256 upright"]))
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix not in {".tsv", ".md"}:
            print("\t".join(line(path)))


if __name__ == "__main__":
    main()
