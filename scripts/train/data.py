"""Training arrays cut from generated scenes, made once and kept in the work folder."""

import io
import json
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from PIL import Image

from scenes.backgrounds import KINDS
from scenes.generate import scene_at

CROP = 64
CROPS_PER_OBJECT = 3        # nearly exact, jittered, loose like a proposal
BACKGROUNDS_PER_SCENE = 2


def jpeg(scene, rng):
    """The scene after a JPEG round trip, as a reader of the data set sees it."""
    buffer = io.BytesIO()
    scene.image.save(buffer, "JPEG", quality=int(rng.integers(60, 96)))
    return Image.open(buffer).convert("RGB")


def squash(image, box, size=CROP):
    """Integer box -> size x size, Pillow's antialiased bicubic: the region crop of the pipeline."""
    return image.crop(box).resize((size, size), Image.BICUBIC)


def pad_square(image):
    """Black at the bottom and right, as transformers' Owlv2ImageProcessor pads (value 0.0)."""
    side = max(image.size)
    canvas = Image.new("RGB", (side, side))
    canvas.paste(image, (0, 0))
    return canvas


def _jitter(rng, box, size, kind):
    x, y, w, h = box
    low, high = ((0.03, 0.03), (0.10, 0.10), (0.08, 0.30))[kind]      # inwards, outwards, as shares of a side
    x1, x2 = x - w * rng.uniform(-low, high), x + w + w * rng.uniform(-low, high)
    y1, y2 = y - h * rng.uniform(-low, high), y + h + h * rng.uniform(-low, high)
    x1, y1 = int(max(0, round(x1))), int(max(0, round(y1)))
    return x1, y1, int(min(size[0], max(x1 + 4, round(x2)))), int(min(size[1], max(y1 + 4, round(y2))))


def _empty_box(rng, scene):
    """A box that no object covers by more than a tenth, or None."""
    for _ in range(20):
        w, h = (int(v) for v in rng.integers(20, 130, 2))
        x, y = int(rng.integers(0, scene.image.width - w)), int(rng.integers(0, scene.image.height - h))
        covered = sum(max(0, min(x + w, o.box[0] + o.box[2]) - max(x, o.box[0]))
                      * max(0, min(y + h, o.box[1] + o.box[3]) - max(y, o.box[1])) for o in scene.objects)
        if covered < 0.1 * w * h:
            return x, y, x + w, y + h
    return None


def clip_scene(index, seed):
    """(crops, labels, whole scene, captions): label >= 0 is a class id, < 0 a background."""
    scene, captions, rng = scene_at(seed, index)
    image = jpeg(scene, rng)
    crops, labels = [], []
    for obj in scene.objects:
        for kind in range(CROPS_PER_OBJECT):
            crops.append(np.asarray(squash(image, _jitter(rng, obj.box, image.size, kind))))
            labels.append(obj.cls.id)
    for _ in range(BACKGROUNDS_PER_SCENE):
        box = _empty_box(rng, scene)
        if box:
            crops.append(np.asarray(squash(image, box)))
            labels.append(-1 - list(KINDS).index(scene.background))
    whole = np.asarray(squash(image, (0, 0) + image.size))
    return np.stack(crops), labels, whole, captions


def proposer_scene(index, seed, size):
    """(square picture, boxes as cx cy w h in shares of the square, class ids, content share)."""
    scene, _, rng = scene_at(seed, index, split="base")
    image = pad_square(jpeg(scene, rng))
    side = image.width
    boxes = [((x + w / 2) / side, (y + h / 2) / side, w / side, h / side) for x, y, w, h in (o.box for o in scene.objects)]
    picture = np.asarray(image.resize((size, size), Image.BICUBIC))
    return picture, boxes, [o.cls.id for o in scene.objects], scene.image.width / side


def build(work, name, function, count, workers=2):
    """Run `function` over indices and keep pictures as .npy, the rest as one .json."""
    work = Path(work)
    done = work / f"{name}.json"
    if done.exists():
        return
    work.mkdir(parents=True, exist_ok=True)
    with Pool(workers) as pool:
        results = pool.map(function, range(count), chunksize=32)
    if name == "clip":
        np.save(work / "clip-crops.npy", np.concatenate([r[0] for r in results]))
        np.save(work / "clip-scenes.npy", np.stack([r[2] for r in results]))
        rest = {"labels": [label for r in results for label in r[1]], "captions": [r[3] for r in results]}
    else:
        np.save(work / f"{name}-pictures.npy", np.stack([r[0] for r in results]))
        rest = {"boxes": [r[1] for r in results], "classes": [r[2] for r in results], "share": [r[3] for r in results]}
    done.write_text(json.dumps(rest))


def build_clip(work, seed, count):
    build(work, "clip", partial(clip_scene, seed=seed), count)


def build_proposer(work, seed, count, size):
    build(work, "proposer", partial(proposer_scene, seed=seed, size=size), count)


def load(work, name, arrays):
    rest = json.loads((Path(work) / f"{name}.json").read_text())
    return rest, [np.load(Path(work) / f"{a}.npy", mmap_mode="r") for a in arrays]
