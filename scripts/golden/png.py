#!/usr/bin/env python3
"""Write Tests/Golden/png: one file of every kind of PNG, and Pillow's pixels of each.

Usage: python3 scripts/golden/png.py

Every legal pair of colour type and bit depth, plain and interlaced, with and without a tRNS chunk,
gAMA and the like; files are made here from the PNG specification, so that no encoder chooses for
us. `pillow.tsv` has name, width, height and the SHA-256 of `Image.open(path).convert("RGB")`.
"""
import hashlib
import random
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageOps, __version__

TARGET = Path(__file__).parents[2] / "Tests/Golden/png"
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(rows, depth):
    """Rows of samples to bytes, each row with a filter of its own kind."""
    out, before = b"", b""
    for number, row in enumerate(rows):
        bits = "".join(format(sample, f"0{depth}b") for sample in row)
        bits += "0" * (-len(bits) % 8)
        line = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        before = before or bytes(len(line))
        if number % 3 == 1:  # Up
            out += b"\x02" + bytes((a - b) & 255 for a, b in zip(line, before))
        else:
            out += b"\x00" + line
        before = line
    return out


def png(width, height, color, depth, interlaced, extras=(), palette=None, seed=0, top=None):
    rng = random.Random(seed)
    top = top or (len(palette) if palette else 1 << depth)
    samples = SAMPLES[color]
    rows = [[rng.randrange(top) for _ in range(width * samples)] for _ in range(height)]
    if interlaced:
        data = b""
        for x, y, dx, dy in ADAM7:
            part = [[s for p in range(x, width, dx) for s in row[p * samples : (p + 1) * samples]]
                    for row in rows[y::dy]]
            if part and part[0]:
                data += pack(part, depth)
    else:
        data = pack(rows, depth)
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    body = chunk(b"IHDR", head)
    if palette:
        body += b"".join(chunk(*extra) for extra in extras if extra[0] == b"gAMA")
        body += chunk(b"PLTE", bytes(value for entry in palette for value in entry))
        body += b"".join(chunk(*extra) for extra in extras if extra[0] != b"gAMA")
    else:
        body += b"".join(chunk(*extra) for extra in extras)
    packed = zlib.compress(data, 9)
    half = len(packed) // 2
    body += chunk(b"IDAT", packed[:half]) + chunk(b"IDAT", packed[half:])
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def exif(orientation):
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HHI", orientation, 0, 0)


def files():
    gamma = (b"gAMA", struct.pack(">I", 45455 // 2))
    for color, depths in DEPTHS.items():
        for depth in depths:
            palette = [(i * 7 % 256, i * 31 % 256, 255 - i) for i in range(min(1 << depth, 200))]
            palette = palette if color == 3 else None
            for interlaced in (False, True):
                name = f"color{color}-{depth}bit" + ("-interlaced" if interlaced else "")
                yield name, png(13, 9, color, depth, interlaced, palette=palette, seed=depth)
            if color in (0, 2):
                alpha = struct.pack(">H", 1) * (1 if color == 0 else 3)
                yield f"color{color}-{depth}bit-trns", png(
                    7, 5, color, depth, False, [gamma, (b"tRNS", alpha)], seed=depth)
            if color == 3:
                alpha = bytes((i * 50) % 256 for i in range(min(len(palette), 5)))
                yield f"color3-{depth}bit-trns", png(
                    7, 5, 3, depth, False, [gamma, (b"tRNS", alpha)], palette, seed=depth)
    short = [(1, 2, 3), (200, 100, 50)]
    yield "color3-8bit-short-palette", png(9, 9, 3, 8, False, palette=short, top=256)
    yield "color3-2bit-short-palette", png(9, 9, 3, 2, True, palette=short, top=4)
    yield "color0-16bit-low", png(16, 16, 0, 16, False, top=300)
    yield "one-pixel", png(1, 1, 2, 8, False)
    yield "one-pixel-interlaced", png(1, 1, 6, 16, True)
    yield "one-row", png(300, 1, 3, 1, True, palette=short)
    yield "one-column", png(1, 300, 0, 4, True)
    text = (b"zTXt", b"k\0\0" + zlib.compress(bytes(1 << 16), 9))
    yield "text-and-gamma", png(5, 5, 2, 8, False, [gamma, text, (b"tIME", bytes(7))])
    for orientation in range(10):
        yield f"exif-{orientation}", png(5, 3, 2, 8, False, [(b"eXIf", exif(orientation))])


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    lines = [f"# Pillow {__version__}", "file\twidth\theight\tsha256\tsha256 upright"]
    for name, data in files():
        path = TARGET / f"{name}.png"
        path.write_bytes(data)
        with Image.open(path) as image:
            rgb = image.convert("RGB")
            upright = ImageOps.exif_transpose(image).convert("RGB")
        lines.append(f"{path.name}\t{rgb.width}\t{rgb.height}\t{digest(rgb)}\t{digest(upright)}")
    (TARGET / "pillow.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
