"""Writes Tests/Golden/reports/class_detections.json: labelled boxes and what pycocotools says of them.

Usage: python scripts/golden/class_detections.py   (pycocotools 2.0, numpy)

Coordinates are multiples of 1/4 and scores of 1/64, so that single and double precision agree and
ties within and across images are frequent. There are crowds, areas other than the box's, classes
without objects, classes without boxes, images without either, more than 100 boxes of a class in an
image, and image ids in another order than the images.
"""
import contextlib
import io
import json
import pathlib
import random

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/reports/class_detections.json"
CATEGORIES = [3, 5, 8, 13, 21]  # 13 has no objects, 21 no boxes


def quarter(random_, low, high):
    return random_.randrange(int(low * 4), int(high * 4)) / 4


def scene(random_, number):
    """One image: objects [x, y, w, h, category, crowd, area] and boxes [x, y, w, h, category, score]."""
    objects, boxes = [], []
    for _ in range(0 if number in (3, 11) else random_.randrange(1, 10)):
        side = random_.choice([24, 70, 160])
        w, h = quarter(random_, side / 2, side), quarter(random_, side / 2, side)
        crowd = int(random_.random() < 0.15)
        area = w * h if random_.random() < 0.3 else w * h * random_.choice([0.25, 0.5, 0.75])
        objects.append([quarter(random_, 0, 400), quarter(random_, 0, 300), w, h,
                        random_.choice([3, 3, 5, 8, 21]), crowd, area])
    for x, y, w, h, category, _, _ in objects:
        for _ in range(random_.randrange(0, 5)):
            noise = random_.choice([0.02, 0.08, 0.2])
            named = category if random_.random() < 0.75 else random_.choice([3, 5, 8, 13])
            if named == 21:
                continue
            boxes.append([x + quarter(random_, -noise * w - 1, noise * w + 1),
                          y + quarter(random_, -noise * h - 1, noise * h + 1),
                          w + quarter(random_, -noise * w, noise * w + 1),
                          h + quarter(random_, -noise * h, noise * h + 1),
                          named, random_.randrange(12, 65) / 64])
    for _ in range(230 if number == 6 else random_.randrange(0, 12)):
        boxes.append([quarter(random_, 0, 400), quarter(random_, 0, 300),
                      quarter(random_, 5, 200), quarter(random_, 5, 200),
                      random_.choice([3, 3, 5, 8, 13]), random_.randrange(0, 40) / 64])
    if number in (7, 11):
        boxes = []
    return {"objects": objects, "boxes": boxes}


def evaluate(scenes):
    annotations, detections = [], []
    for s in scenes:
        for x, y, w, h, category, crowd, area in s["objects"]:
            annotations.append({"id": len(annotations) + 1, "image_id": s["id"], "iscrowd": crowd,
                                "bbox": [x, y, w, h], "area": area, "category_id": category})
        for x, y, w, h, category, score in s["boxes"]:
            detections.append({"image_id": s["id"], "bbox": [x, y, w, h], "score": score,
                               "category_id": category})
    truth = COCO()
    truth.dataset = {"images": [{"id": s["id"]} for s in scenes], "annotations": annotations,
                     "categories": [{"id": c, "name": str(c)} for c in CATEGORIES]}
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        run = COCOeval(truth, truth.loadRes(detections), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return run


def main():
    random_ = random.Random(8)
    scenes = [scene(random_, number) for number in range(20)]
    ids = list(range(1, 21))
    random_.shuffle(ids)
    for s, image in zip(scenes, ids, strict=True):
        s["id"] = image
    run = evaluate(scenes)
    precision, recall = run.eval["precision"], run.eval["recall"]  # T, R, K, A, M; T, K, A, M

    def mean(values):
        values = values[values > -1]
        return float(values.mean()) if values.size else None

    OUT.write_text(json.dumps({
        "categories": CATEGORIES, "scenes": scenes, "stats": run.stats.tolist(),
        "ap": [[mean(precision[:, :, k, a, 2]) for a in range(4)] for k in range(len(CATEGORIES))],
        "ap50": [mean(precision[0, :, k, 0, 2]) for k in range(len(CATEGORIES))],
        "recall": [mean(recall[:, k, 0, 2]) for k in range(len(CATEGORIES))],
    }, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
