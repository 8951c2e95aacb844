#!/usr/bin/env python3
"""Make Tests/Golden/resample/pillow.safetensors: crops of a picture resized by Pillow.

Usage: scripts/golden/resample.py
Needs numpy, Pillow and safetensors. The picture mixes gradients, edges and noise. Each tensor
`FILTER MODE LEFT TOP WIDTH HEIGHT SIZE` holds bytes [SIZE, SIZE, 3] as half floats. The horizontal
and the vertical pass are asked for one after the other: Pillow up to 12 does just that, Pillow 13
turns them round for some tall pictures.
"""

import pathlib

import numpy as np
from PIL import Image
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "resample"
FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}
WIDTH, HEIGHT = 83, 61


def picture():
    random = np.random.default_rng(5)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [x * 255 / WIDTH, y * 255 / HEIGHT, 127 + 120 * np.sin(x * y / 40)]
    image = np.stack(planes, axis=2) + random.normal(0, 25, (HEIGHT, WIDTH, 3))
    image[20:30, 30:60] = [255, 0, 255]
    return np.clip(image, 0, 255).astype(np.uint8)


def resize(crop, size, kind):
    """Horizontal pass, then vertical pass."""
    return crop.resize((size[0], crop.height), kind).resize(size, kind)


def shortest_center(crop, size, kind):
    """torchvision's Resize(size) and CenterCrop(size)."""
    width, height = crop.size
    short = min(width, height)
    resized = resize(
        crop, (size if width == short else int(size * width / short),
         size if height == short else int(size * height / short)), kind)
    left, top = round((resized.width - size) / 2.0), round((resized.height - size) / 2.0)
    return resized.crop((left, top, left + size, top + size))


def pad(crop, size, kind):
    """Longer side to size, rounded half up, the rest black on both sides."""
    long = max(crop.size)
    width, height = (max(1, (2 * size * side + long) // (2 * long)) for side in crop.size)
    square = Image.new("RGB", (size, size))
    square.paste(resize(crop, (width, height), kind), ((size - width) // 2, (size - height) // 2))
    return square


MODES = {
    "squash": lambda crop, size, kind: resize(crop, (size, size), kind),
    "shortest_center": shortest_center,
    "pad": pad,
}
BOXES = [(0, 0, 83, 61), (10, 5, 40, 50), (82, 60, 1, 1), (3, 7, 77, 2), (20, 0, 3, 61),
         (30, 20, 16, 16)]


def main():
    pixels = picture()
    image = Image.fromarray(pixels)
    tensors = {"picture": pixels.astype(np.float16)}
    for kind, code in FILTERS.items():
        for mode, make in MODES.items():
            for left, top, width, height in BOXES:
                for size in (16, 37) if mode == "squash" else (16,):
                    crop = image.crop((left, top, left + width, top + height))
                    # A sliver's longer side is cut away in the middle crop; its resize is huge.
                    if mode == "shortest_center" and max(width, height) > 40 * min(width, height):
                        continue
                    name = f"{kind} {mode} {left} {top} {width} {height} {size}"
                    tensors[name] = np.asarray(make(crop, size, code)).astype(np.float16)
    OUT.mkdir(parents=True, exist_ok=True)
    save_file(tensors, OUT / "pillow.safetensors")


if __name__ == "__main__":
    main()
