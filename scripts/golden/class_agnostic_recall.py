"""Writes Tests/Golden/reports/class_agnostic.json: boxes, objects and what pycocotools says of them.

Usage: python scripts/golden/class_agnostic_recall.py   (pycocotools 2.0, numpy)

Coordinates are multiples of 1/4 and scores of 1/256, so that single and double precision agree and
ties are frequent; some boxes have an IoU of exactly 0.5 or 0.75 with an object.
"""
import contextlib
import io
import json
import pathlib
import random

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/reports/class_agnostic.json"
BOXES = [5, 10, 50, 100, 300]
SIDES = (640, 480)
LIMITS = [0.05 * SIDES[0] * SIDES[1], 0.2 * SIDES[0] * SIDES[1]]
SPLIT = {1: "base", 2: "novel", 3: "base"}


def quarter(random_, low, high):
    return random_.randrange(int(low * 4), int(high * 4)) / 4


def scene(random_, number):
    """One image: objects [x, y, w, h, category, crowd] and boxes [x, y, w, h, score]."""
    objects, boxes = [], []
    for _ in range(0 if number == 3 else random_.randrange(0, 12)):
        side = random_.choice([20, 60, 150, 400] if number > 20 else [20, 60, 150])
        w, h = quarter(random_, side / 2, side), quarter(random_, side / 2, side)
        crowd = int(random_.random() < 0.12)
        objects.append([quarter(random_, 0, 400), quarter(random_, 0, 300), w, h,
                        random_.choice([1, 1, 2, 3]), crowd])
    for x, y, w, h, _, _ in objects:
        for _ in range(random_.randrange(0, 5)):
            noise = random_.choice([0.02, 0.1, 0.25])
            box = [x + quarter(random_, -noise * w - 1, noise * w + 1),
                   y + quarter(random_, -noise * h - 1, noise * h + 1),
                   w + quarter(random_, -noise * w, noise * w + 1),
                   h + quarter(random_, -noise * h, noise * h + 1)]
            boxes.append(box + [random_.randrange(60, 257) / 256])
        if random_.random() < 0.3:
            boxes.append([x, y, w, h / 2, random_.randrange(0, 257) / 256])
        if random_.random() < 0.3:
            boxes.append([x, y, w * 0.75, h, random_.randrange(0, 257) / 256])
    for _ in range(320 if number in (5, 9) else random_.randrange(0, 25)):
        boxes.append([quarter(random_, 0, 400), quarter(random_, 0, 300),
                      quarter(random_, 5, 200), quarter(random_, 5, 200),
                      random_.randrange(0, 200) / 256])
    if number == 7:
        boxes = []
    return {"objects": objects, "boxes": boxes}


class SplitEval(COCOeval):
    """COCOeval that ignores the objects of other splits."""

    keep = None

    def _prepare(self):
        super()._prepare()
        for objects in self._gts.values():
            for o in objects:
                if self.keep is not None and o["category_id"] not in self.keep:
                    o["ignore"] = 1


def evaluate(scenes, keep=None):
    annotations, detections = [], []
    for image, s in enumerate(scenes, 1):
        for x, y, w, h, category, crowd in s["objects"]:
            annotations.append({"id": len(annotations) + 1, "image_id": image, "iscrowd": crowd,
                                "bbox": [x, y, w, h], "area": w * h, "category_id": category})
        for x, y, w, h, score in s["boxes"]:
            detections.append({"image_id": image, "bbox": [x, y, w, h], "score": score,
                               "category_id": 1})
    truth = COCO()
    truth.dataset = {"images": [{"id": i + 1} for i in range(len(scenes))],
                     "annotations": annotations,
                     "categories": [{"id": c, "name": str(c)} for c in SPLIT]}
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        run = SplitEval(truth, truth.loadRes(detections), "bbox")
        run.keep = keep
        run.params.useCats = 0
        run.params.maxDets = BOXES
        run.params.areaRng = run.params.areaRng + [[0, LIMITS[0]], LIMITS, [LIMITS[1], 1e10]]
        run.params.areaRngLbl = run.params.areaRngLbl + ["mavl_small", "mavl_medium", "mavl_large"]
        run.evaluate()
        run.accumulate()
    return run


def main():
    random_ = random.Random(20)
    scenes = [scene(random_, number) for number in range(24)]
    run = evaluate(scenes)
    recall, precision = run.eval["recall"], run.eval["precision"]
    groups = {}
    for place, name in enumerate(run.params.areaRngLbl):
        groups[name] = recall[:, 0, place, :].tolist()
    for split in ["base", "novel"]:
        keep = {c for c, s in SPLIT.items() if s == split}
        groups[split] = evaluate(scenes, keep).eval["recall"][:, 0, 0, :].tolist()
    at100 = precision[:, :, 0, 0, BOXES.index(100)].mean(axis=1)
    OUT.write_text(json.dumps({
        "splits": SPLIT, "box_counts": BOXES, "thresholds": run.params.iouThrs.tolist(),
        "scenes": scenes, "recall": groups, "average_precision": at100.tolist(),
    }, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
