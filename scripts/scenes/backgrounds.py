"""Procedural backgrounds of named kinds."""

import numpy as np
from PIL import Image

# kind -> (phrases a caption may use, nouns that are true of the texture)
KINDS = {
    "grass": (("on the grass", "in a grassy field", "on green grass", "with grass in the background"), ("grass", "field", "lawn")),
    "sand": (("on the sand", "on a sandy beach", "at the beach"), ("sand", "beach")),
    "snow": (("in the snow", "on white snow"), ("snow",)),
    "sky": (("in the sky", "against a blue sky", "under the open sky", "with the sky in the background"), ("sky", "air")),
    "brick wall": (("in front of a brick wall", "against a red brick wall", "with a brick wall in the background"), ("brick wall", "wall", "brick")),
    "wooden table": (("on a wooden table", "on the table", "on top of a table"), ("table", "wooden table", "wood")),
    "carpet": (("on a carpet", "on the rug"), ("carpet", "rug")),
    "street": (("on the street", "on a gray road", "in the street"), ("street", "road", "pavement")),
    "water": (("in the water", "on the water"), ("water", "sea", "lake")),
    "plain wall": (("in front of a plain wall", "against a wall", "near a wall", "with a plain wall in the background"), ("wall", "plain wall")),
    "checkered floor": (("on a checkered floor", "on the kitchen floor", "on the floor"), ("floor", "tile", "checkered floor")),
    "sunset": (("at sunset", "under an evening sky", "with a sunset in the background"), ("sky", "sunset", "evening")),
}


def noise(rng, h, w, cell):
    """Smooth noise in about [-1, 1] whose features are `cell` pixels wide."""
    small = rng.uniform(-1, 1, (max(2, h // cell + 2), max(2, w // cell + 2))).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((w, h), Image.BICUBIC))


def _flat(colour, h, w, rng, jitter=18):
    base = np.array(colour, np.float32) + rng.uniform(-jitter, jitter, 3) + rng.uniform(-jitter, jitter)
    return np.broadcast_to(base, (h, w, 3)).astype(np.float32).copy()


def _gradient(img, rng, strength):
    h, w, _ = img.shape
    a, b = rng.uniform(-1, 1, 2)
    ramp = a * np.linspace(-1, 1, w)[None, :] + b * np.linspace(-1, 1, h)[:, None]
    return img + (strength * ramp)[..., None]


def _mottled(colour, layers):
    def paint(rng, h, w):
        img = _flat(colour, h, w, rng)
        for cell, strength in layers:
            img += (strength * noise(rng, h, w, cell))[..., None]
        return img
    return paint


def _grass(rng, h, w):
    img = _mottled((96, 150, 62), ((40, 14), (6, 12)))(rng, h, w)
    blades = np.asarray(Image.fromarray(rng.uniform(-1, 1, (h // 6 + 1, w)).astype(np.float32)).resize((w, h)))
    return img + 20 * blades[..., None] * np.array([0.7, 1.0, 0.5], np.float32)


def _sky(top, bottom):
    def paint(rng, h, w):
        t = np.linspace(0, 1, h, dtype=np.float32)[:, None, None]
        img = _flat(top, h, w, rng) * (1 - t) + _flat(bottom, h, w, rng) * t
        cloud = np.clip(noise(rng, h, w, 60) + 0.5 * noise(rng, h, w, 20) - rng.uniform(0.1, 0.7), 0, 1)[..., None]
        return img * (1 - 0.7 * cloud) + np.array([245, 245, 248], np.float32) * 0.7 * cloud
    return paint


def _bricks(rng, h, w):
    bh, bw = int(rng.integers(12, 26)), int(rng.integers(28, 56))
    y, x = np.mgrid[0:h, 0:w]
    row = y // bh
    shifted = x + (row % 2) * (bw // 2)
    tone = rng.uniform(-16, 16, (h // bh + 2, w // bw + 3)).astype(np.float32)[row, shifted // bw]
    img = _flat((166, 84, 66), h, w, rng) + tone[..., None]
    mortar = ((y % bh) < 2) | ((shifted % bw) < 2)
    img[mortar] = np.array([196, 186, 176], np.float32) + rng.uniform(-15, 15)
    return img + (6 * noise(rng, h, w, 3))[..., None]


def _planks(rng, h, w):
    board = int(rng.integers(30, 70))
    y, x = np.mgrid[0:h, 0:w]
    tone = rng.uniform(-14, 14, h // board + 2).astype(np.float32)[y // board]
    grain = np.asarray(Image.fromarray(rng.uniform(-1, 1, (h // 2 + 1, w // 40 + 2)).astype(np.float32)).resize((w, h), Image.BICUBIC))
    img = _flat((168, 118, 72), h, w, rng) + (tone + 13 * grain)[..., None]
    img[(y % board) < 2] *= 0.6
    return img if rng.random() < 0.6 else _flat((190, 142, 92), h, w, rng) + (14 * grain)[..., None]


def _carpet(rng, h, w):
    colour = [(150, 60, 70), (70, 80, 130), (120, 110, 90), (80, 120, 100)][rng.integers(4)]
    img = _flat(colour, h, w, rng)
    y, x = np.mgrid[0:h, 0:w]
    period = rng.uniform(20, 50)
    weave = np.sin((x + y) * 2 * np.pi / period) * np.sin((x - y) * 2 * np.pi / period)
    return img + (14 * weave + 10 * rng.normal(0, 1, (h, w)))[..., None]


def _street(rng, h, w):
    img = _mottled((112, 112, 116), ((50, 8), (2, 12)))(rng, h, w)
    y = int(rng.integers(h // 4, h - 10))
    if rng.random() < 0.7:
        x = np.arange(w)
        dash = (x + int(rng.integers(60))) % 60 < 36
        img[y:y + 5, dash] = np.array([215, 212, 200], np.float32)
    return img


def _water(rng, h, w):
    img = _flat((62, 128, 176), h, w, rng)
    waves = np.asarray(Image.fromarray(rng.uniform(-1, 1, (h // 4 + 2, w // 24 + 2)).astype(np.float32)).resize((w, h), Image.BICUBIC))
    return img + (24 * waves)[..., None]


def _wall(rng, h, w):
    colour = rng.uniform(110, 235, 3) if rng.random() < 0.6 else np.full(3, rng.uniform(150, 235))
    return _flat(colour, h, w, rng, 6) + (3 * noise(rng, h, w, 8))[..., None]


def _checkers(rng, h, w):
    cell = int(rng.integers(22, 56))
    y, x = np.mgrid[0:h, 0:w]
    even = ((x + int(rng.integers(cell))) // cell + (y + int(rng.integers(cell))) // cell) % 2 == 0
    light, dark = _flat((222, 216, 204), h, w, rng), _flat((122, 120, 124), h, w, rng, 40)
    return np.where(even[..., None], light, dark) + (4 * noise(rng, h, w, 4))[..., None]


PAINTERS = {
    "grass": _grass, "sand": _mottled((214, 190, 142), ((60, 12), (10, 6), (2, 8))),
    "snow": _mottled((232, 236, 244), ((60, 10), (12, 6))),
    "sky": _sky((96, 160, 226), (182, 214, 240)), "sunset": _sky((120, 90, 150), (250, 160, 90)),
    "brick wall": _bricks, "wooden table": _planks, "carpet": _carpet, "street": _street,
    "water": _water, "plain wall": _wall, "checkered floor": _checkers,
}


def paint(kind, rng, h, w):
    """An (h, w, 3) float32 picture of the named kind, roughly in 0..255."""
    return _gradient(PAINTERS[kind](rng, h, w), rng, rng.uniform(0, 22))
