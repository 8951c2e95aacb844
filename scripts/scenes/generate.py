"""Write scenes as a COCO data set: images/, instances.json, captions.json.

Every scene draws from its own generator seeded with (seed, index), so the
output does not depend on the number of workers.
"""

import argparse
import json
import sys
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenes import render
from scenes.captions import captions_for
from scenes.classes import BASE, CLASSES, NOVEL

SPLITS = {"all": CLASSES, "base": BASE, "novel": NOVEL}


def scene_at(seed, index, split="all", font=render.FONT):
    """The scene of a seed and index with its captions and the generator used."""
    for attempt in range(100):                      # an empty scene is drawn anew
        rng = np.random.default_rng([seed, index, attempt])
        scene = render.make_scene(rng, SPLITS[split], font)
        if scene.objects:
            return scene, captions_for(rng, scene), rng
    raise RuntimeError("no scene with objects")


def _write(index, options):
    scene, captions, rng = scene_at(options.seed, index, options.split, options.font)
    name = f"{index + 1:012d}.jpg"
    quality = int(rng.integers(options.quality[0], options.quality[1] + 1))
    scene.image.save(Path(options.out) / "images" / name, quality=quality, optimize=True)
    image = {"id": index + 1, "file_name": name, "width": scene.image.width,
             "height": scene.image.height, "background": scene.background}
    boxes = [{"bbox": list(o.box), "area": o.area, "category_id": o.cls.id} for o in scene.objects]
    return image, boxes, captions


def categories():
    return [{"id": c.id, "name": c.name, "supercategory": c.supercategory,
             "split": c.split, "synonyms": list(c.synonyms)} for c in CLASSES]


def collect(results):
    """(instances, captions) as two COCO dictionaries."""
    images, annotations, captions = [], [], []
    for image, boxes, texts in results:
        images.append(image)
        for box in boxes:
            annotations.append({"id": len(annotations) + 1, "image_id": image["id"], "iscrowd": 0, **box})
        for text in texts:
            captions.append({"id": len(captions) + 1, "image_id": image["id"], "caption": text})
    plain = [{k: v for k, v in i.items() if k != "background"} for i in images]
    return ({"images": images, "annotations": annotations, "categories": categories()},
            {"images": plain, "annotations": captions})


def arguments(argv=None):
    parser = argparse.ArgumentParser(prog="scenes", description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=sorted(SPLITS), default="all", help="which classes may appear")
    parser.add_argument("--quality", type=int, nargs=2, default=(60, 95), metavar=("LOW", "HIGH"), help="JPEG quality")
    parser.add_argument("--font", default=render.FONT, help="Noto Color Emoji (bitmap)")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args(argv)


def main(argv=None):
    options = arguments(argv)
    (Path(options.out) / "images").mkdir(parents=True, exist_ok=True)
    with Pool(options.workers) as pool:
        results = pool.map(partial(_write, options=options), range(options.count), chunksize=16)
    for name, content in zip(("instances.json", "captions.json"), collect(results)):
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        (Path(options.out) / name).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
