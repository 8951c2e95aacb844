"""One scene: background, clutter, objects with honest boxes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from scenes import backgrounds

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
MIN_VISIBLE = 0.4    # an object is never hidden or cut by more than 60 %


@dataclass
class Placed:
    cls: object
    box: tuple          # x, y, w, h: tight, of the object's own alpha, clipped to the image
    area: int           # pixels of its own alpha inside the image


@dataclass
class Scene:
    image: Image.Image
    background: str
    objects: list       # in painting order: later ones lie in front


@lru_cache(maxsize=None)
def sprite(emoji, font_path):
    """The emoji as a tightly cropped RGBA picture (bitmap fonts have one size: 109)."""
    font = ImageFont.truetype(font_path, 109)
    canvas = Image.new("RGBA", (180, 180), (0, 0, 0, 0))
    ImageDraw.Draw(canvas).text((12, 12), emoji, font=font, embedded_color=True)
    box = canvas.getchannel("A").point(lambda a: 255 if a > 40 else 0).getbbox()
    if box is None:
        raise ValueError(f"the font has no colour glyph for {emoji!r}")
    return canvas.crop(box)


def _clutter(rng, img):
    """Abstract marks that are not objects: blobs, bars, lines, text-like strokes."""
    draw = ImageDraw.Draw(img, "RGBA")
    w, h = img.size
    for _ in range(int(rng.integers(0, 7))):
        colour = tuple(int(v) for v in rng.integers(20, 236, 3)) + (int(rng.integers(70, 220)),)
        x, y = int(rng.integers(0, w)), int(rng.integers(0, h))
        size = int(rng.integers(5, 26))
        kind = int(rng.integers(5))
        if kind == 0:
            draw.ellipse((x, y, x + size, y + int(size * rng.uniform(0.4, 1.4))), fill=colour)
        elif kind == 1:
            points = [(x + int(rng.integers(-size, size)), y + int(rng.integers(-size, size))) for _ in range(4)]
            draw.polygon(points, fill=colour)
        elif kind == 2:
            draw.line((x, y, x + int(rng.integers(-70, 70)), y + int(rng.integers(-70, 70))), fill=colour, width=int(rng.integers(1, 4)))
        elif kind == 3:
            draw.rectangle((x, y, x + size, y + int(rng.integers(3, 14))), outline=colour, width=int(rng.integers(1, 3)))
        else:                                     # a few words' worth of strokes
            for i in range(int(rng.integers(3, 12))):
                px, py = x + i * 5, y + int(rng.integers(-1, 2))
                draw.line((px, py, px + int(rng.integers(0, 4)), py + int(rng.integers(4, 8))), fill=colour, width=1)


def _transformed(rng, cls, font):
    """The class's sprite flipped, scaled, rotated and slightly recoloured."""
    art = sprite(cls.emoji, font)
    if rng.random() < 0.35:
        art = art.transpose(Image.FLIP_LEFT_RIGHT)
    longest = float(np.exp(rng.uniform(np.log(26), np.log(126))))
    scale = longest / max(art.size)
    stretch = rng.uniform(0.92, 1.08)
    art = art.resize((max(6, round(art.width * scale * stretch)), max(6, round(art.height * scale / stretch))), Image.LANCZOS)
    angle = float(np.clip(rng.normal(0, 12), -45, 45)) if rng.random() < 0.8 else 0.0
    if angle:
        art = art.rotate(angle, Image.BICUBIC, expand=True)
    art = art.crop(art.getchannel("A").point(lambda a: 255 if a > 64 else 0).getbbox())
    colour = ImageEnhance.Color(art.convert("RGB")).enhance(rng.uniform(0.75, 1.15))
    colour = ImageEnhance.Brightness(colour).enhance(rng.uniform(0.85, 1.1))
    colour.putalpha(art.getchannel("A"))
    return colour


def _place(rng, art, size, owner, totals):
    """A position that hides nobody (usually little, never over 60 %), or None."""
    w, h = size
    solid = np.asarray(art.getchannel("A")) > 64
    full = int(solid.sum())
    for attempt in range(25):
        limit = 0.6 if rng.random() < 0.12 else 0.15
        x = int(rng.integers(-art.width // 5, max(1, w - art.width * 4 // 5)))
        y = int(rng.integers(-art.height // 5, max(1, h - art.height * 4 // 5)))
        if attempt > 3 or rng.random() < 0.8:     # mostly wholly inside
            x, y = min(max(x, 0), max(0, w - art.width)), min(max(y, 0), max(0, h - art.height))
        x1, y1, x2, y2 = max(x, 0), max(y, 0), min(x + art.width, w), min(y + art.height, h)
        mask = solid[y1 - y:y2 - y, x1 - x:x2 - x]
        if mask.sum() < full * (1 - limit):
            continue
        under = owner[y1:y2, x1:x2][mask]
        left = {k: np.count_nonzero(owner == k) - np.count_nonzero(under == k) for k in np.unique(under) if k >= 0}
        if all(n >= max(MIN_VISIBLE, 1 - limit) * totals[k] for k, n in left.items()):
            ys, xs = np.nonzero(mask)
            box = (int(x1 + xs.min()), int(y1 + ys.min()), int(xs.max() - xs.min() + 1), int(ys.max() - ys.min() + 1))
            return x, y, (slice(y1, y2), slice(x1, x2)), mask, full, box
    return None


def _shadow(img, art, x, y, rng):
    alpha = art.getchannel("A").filter(ImageFilter.GaussianBlur(2)).point(lambda a: int(a * 0.35))
    img.paste((20, 20, 30), (x + int(rng.integers(1, 5)), y + int(rng.integers(1, 5))), alpha)


def make_scene(rng, classes, font=FONT):
    w, h = int(rng.integers(288, 385)), int(rng.integers(216, 289))
    if rng.random() < 0.3:
        w, h = h, w
    background = list(backgrounds.KINDS)[rng.integers(len(backgrounds.KINDS))]
    img = Image.fromarray(np.clip(backgrounds.paint(background, rng, h, w), 0, 255).astype(np.uint8))
    _clutter(rng, img)
    shadows = rng.random() < 0.5
    owner, totals, objects = np.full((h, w), -1, np.int16), {}, []
    wanted = int(rng.integers(2, 8))
    picks = [classes[i] for i in rng.permutation(len(classes))[:wanted]]
    if rng.random() < 0.45:                       # repeat one class: captions can count
        for i in range(1, int(rng.integers(2, min(wanted, 4) + 1))):
            picks[i] = picks[0]
    for cls in picks:
        art = _transformed(rng, cls, font)
        spot = _place(rng, art, (w, h), owner, totals)
        if spot is None:
            continue
        x, y, window, mask, full, box = spot
        if shadows:
            _shadow(img, art, x, y, rng)
        img.paste(art, (x, y), art)
        owner[window][mask] = len(objects)
        totals[len(objects)] = full
        objects.append(Placed(cls, box, int(mask.sum())))
    img = ImageEnhance.Brightness(img).enhance(rng.uniform(0.8, 1.15))
    img = ImageEnhance.Contrast(img).enhance(rng.uniform(0.8, 1.15))
    return Scene(img, background, objects)
