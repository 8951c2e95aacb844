#!/usr/bin/env python3
"""Recomputes the numbers of a report from the shards, with numpy and pycocotools, and compares.

Usage: python scripts/report-checks/recompute.py DATASET INSTANCES.json [--images DIR] [--base NAME ...]

Reads DATASET/report/report.json, its shards through scripts/reader, and COCO instances. Which concept
names which class is taken from concepts.csv; everything else is computed anew. Ends with 1 when a
number differs by more than 1e-6 (1e-4 for sums over single-precision exponentials). Needs numpy,
zstandard and pycocotools; with --images also Pillow, for the perceptual hashes.
"""
import argparse
import collections
import contextlib
import csv
import io
import json
import math
import pathlib
import sys

import numpy
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/reader"))
from pseudobox_reader import Dataset  # noqa: E402

BOXES = [5, 10, 50, 100, 300]


class Check:
    def __init__(self):
        self.failures = self.count = 0

    def same(self, what, found, expected, tolerance=1e-6):
        self.count += 1
        if found is None or expected is None:
            good = found is expected
        else:
            good = abs(found - expected) <= tolerance * max(1, abs(expected))
        if not good:
            self.failures += 1
            print(f"DIFFERS {what}: report {found}, recomputed {expected}")


def ious(boxes, others):
    low = numpy.maximum(boxes[:, None, :2], others[None, :, :2])
    high = numpy.minimum(boxes[:, None, 2:], others[None, :, 2:])
    shared = numpy.prod(numpy.clip(high - low, 0, None), axis=2)
    areas = [numpy.prod(numpy.clip(b[:, 2:] - b[:, :2], 0, None), axis=1) for b in (boxes, others)]
    union = areas[0][:, None] + areas[1][None] - shared
    return numpy.where(union > 0, shared / numpy.maximum(union, 1e-9), 0)


def evaluate(truth, detections, categories=True, splits=None, keep=None):
    class Evaluation(COCOeval):
        def _prepare(self):
            super()._prepare()
            for objects in self._gts.values():
                for o in objects:
                    if keep is not None and o["category_id"] not in keep:
                        o["ignore"] = 1

    with contextlib.redirect_stdout(io.StringIO()):
        run = Evaluation(truth, truth.loadRes(detections), "bbox")
        run.params.useCats = int(categories)
        if not categories:
            run.params.maxDets = BOXES
        run.evaluate()
        run.accumulate()
    return run


def mean(values):
    values = values[values > -1]
    return float(values.mean()) if values.size else None


def xywh(box):
    return [float(box[0]), float(box[1]), float(box[2]) - float(box[0]), float(box[3]) - float(box[1])]


class Measured:
    """All that is counted in one pass over the records."""

    def __init__(self, report, names_of, instances):
        self.report, self.names_of = report, names_of
        self.truth_sources = {i for i, s in enumerate(report["regions"]["sources"]) if s["isGroundTruth"]}
        if len(self.truth_sources) == len(report["regions"]["sources"]):
            self.truth_sources = set()
        self.ids = {c["name"]: c["id"] for c in instances["categories"]}
        self.temperature = report["labels"]["temperature"]
        self.keep = report["labels"]["keepThreshold"]
        self.pool = report["concepts"]["poolSize"]
        self.objects = collections.defaultdict(list)
        self.file_ids = {i["file_name"]: i["id"] for i in instances["images"]}
        for a in instances["annotations"]:
            self.objects[a["image_id"]].append(a)
        self.proposals, self.labelled, self.chosen = [], [], []
        self.probabilities, self.rows, self.nearest = [], [], collections.Counter()
        self.residuals, self.entropies, self.log_sums = [], [], []
        self.best_right, self.object_total = [], 0
        self.captions = collections.Counter()
        self.named = collections.Counter()
        self.captioned_nearest = collections.Counter()
        self.digests, self.hashes = [], []
        self.overlapping = collections.Counter()

    def add(self, regions, labels):
        if regions.reason is not None:
            # Nothing was made of the image, so its objects are not found.
            missed = [o for o in self.objects[self.file_ids[regions.key.decode()]] if not o["iscrowd"]]
            self.object_total += len(missed)
            self.best_right += [-1.0] * len(missed)
            return
        self.digests.append(regions.sha256)
        self.hashes.append((regions.key.decode(), regions.sha256, regions.difference_hash))
        image = self.file_ids[regions.key.decode()]
        measured = numpy.array([s not in self.truth_sources for s in regions.sources], bool)
        objects = [o for o in self.objects[image] if not o["iscrowd"]]
        boxes = numpy.array(
            [[o["bbox"][0], o["bbox"][1], o["bbox"][0] + o["bbox"][2], o["bbox"][1] + o["bbox"][3]]
             for o in objects], numpy.float32).reshape(-1, 4)
        overlap = ious(regions.boxes.astype(numpy.float32), boxes)
        self.object_total += len(objects)
        right_of_object = numpy.full(len(objects), -1.0)
        nearest = labels.concept_ids[:, 0] if len(measured) else []
        image_labels = set(labels.image_labels[:, 0].tolist())
        for region in numpy.flatnonzero(measured):
            concept = int(nearest[region])
            p = float(labels.max_probability[region])
            self.probabilities.append(p)
            self.log_sums.append(float(labels.log_sum_exp[region]))
            self.nearest[concept] += 1
            self.proposals.append({"image_id": image, "category_id": 1, "score": float(regions.scores[region]),
                                   "bbox": xywh(regions.boxes[region])})
            for name in self.names_of.get(concept, []):
                self.labelled.append({"image_id": image, "category_id": self.ids[name], "score": p,
                                      "bbox": xywh(regions.boxes[region])})
            share = numpy.exp(labels.cosines[region].astype(float) / self.temperature
                              - float(labels.log_sum_exp[region]))
            rest = min(max(0.0, 1 - share.sum()), 1.0) if self.pool > len(share) else 0.0
            self.residuals.append(rest)
            self.entropies.append(-sum(v * math.log2(v) for v in [*share, rest] if v > 0))
            if image_labels:
                self.captioned_nearest[concept] += 1
                self.captions["regions"] += 1
                self.captions["top1"] += concept in image_labels
                self.captions["topK"] += bool(image_labels & set(labels.concept_ids[region].tolist()))
                if p > self.keep:
                    self.captions["kept_total"] += 1
                    self.captions["kept"] += concept in image_labels
            right = None
            if len(objects) and overlap[region].max() >= 0.5:
                place = int(overlap[region].argmax())
                category = objects[place]["category_id"]
                right = category in [self.ids[n] for n in self.names_of.get(concept, [])]
                if right:
                    right_of_object[place] = max(right_of_object[place], p)
            self.rows.append((p, right))
        self.best_right += right_of_object.tolist()
        if image_labels:
            self.captions["images"] += 1
            self.named.update(image_labels)
        self._add_chosen(image, regions, labels, measured)
        self._add_overlaps(regions, measured)

    def _add_chosen(self, image, regions, labels, measured):
        best = {}
        for concept, region, score in zip(labels.class_box_concepts, labels.class_box_regions,
                                          labels.class_box_scores, strict=True):
            if not measured[region]:
                continue
            for name in self.names_of.get(int(concept), []):
                key = (self.ids[name], int(region))
                best[key] = max(best.get(key, -math.inf), float(score))
        for (category, region), score in sorted(best.items(), key=lambda item: item[0][1]):
            self.chosen.append({"image_id": image, "category_id": category, "score": score,
                                "bbox": xywh(regions.boxes[region])})

    def _add_overlaps(self, regions, measured):
        places = numpy.flatnonzero(measured)
        boxes = regions.boxes[places].astype(numpy.float32)
        pairs = numpy.triu(ious(boxes, boxes) > 0.9, 1)
        sources = regions.sources[places]
        same = sources[:, None] == sources[None]
        self.overlapping["within"] += int((pairs & same).any(axis=0).sum())
        self.overlapping["across"] += int((pairs & ~same).any(axis=0).sum())


def check_detections(check, m, truth, categories, report):
    quality = report["proposalQuality"]
    run = evaluate(truth, m.proposals, categories=False)
    for group in quality["groups"]:
        if group["name"] in ("all", "small", "medium", "large"):
            area = ["all", "small", "medium", "large"].index(group["name"])
            recall = run.eval["recall"][:, 0, area, :]
        elif group["name"] in ("base", "novel"):
            keep = {c["id"] for c in categories if c.get("split") == group["name"]}
            recall = evaluate(truth, m.proposals, False, keep=keep).eval["recall"][:, 0, 0, :]
        else:
            continue
        for point, values in zip(group["points"], recall.T, strict=False):
            where = f"recall {group['name']} {point['boxes']}"
            check.same(where, point["recall50"], float(values[0]))
            check.same(where + " .75", point["recall75"], float(values[5]))
            check.same(where + " AR", point["average"], float(values.mean()))
    at100 = run.eval["precision"][:, :, 0, 0, BOXES.index(100)]
    check.same("proposal AP50", quality["averagePrecision50"], float(at100[0].mean()))
    check.same("proposal AP", quality["averagePrecision"], float(at100.mean()))
    for kind, boxes in (("regions", m.labelled), ("class_boxes", m.chosen)):
        found = next(d for d in report["labelQuality"]["detections"] if d["boxes"] == kind)
        run = evaluate(truth, boxes)
        precision, recall = run.eval["precision"], run.eval["recall"]
        places = {c: k for k, c in enumerate(run.params.catIds)}
        for group in found["groups"]:
            ids = [c["id"] for c in categories if group["name"] in ("all", c.get("split"))]
            k = [places[i] for i in ids]
            for name, value in (
                    ("ap", precision[:, :, k, 0, 2]), ("ap50", precision[0, :, k, 0, 2]),
                    ("ap75", precision[5, :, k, 0, 2]), ("apSmall", precision[:, :, k, 1, 2]),
                    ("apMedium", precision[:, :, k, 2, 2]), ("apLarge", precision[:, :, k, 3, 2]),
                    ("recall", recall[:, k, 0, 2])):
                check.same(f"{kind} {group['name']} {name}", group[name], mean(value))
        field = {"regions": "regionAP", "class_boxes": "classBoxAP"}[kind]
        for row in report["categories"]:
            k = places[row["id"]]
            check.same(f"{kind} AP of {row['name']}", row[field], mean(precision[:, :, k, 0, 2]))
            check.same(f"{kind} AP50 of {row['name']}", row[field + "50"], mean(precision[0, :, k, 0, 2]))


def check_labels(check, m, report):
    labels, quality = report["labels"], report["labelQuality"]
    p = numpy.array(m.probabilities)
    check.same("kept", labels["kept"]["hits"], int((p.astype(numpy.float32) > numpy.float32(m.keep)).sum()), 0)
    check.same("mean logsumexp", labels["logSumExp"]["mean"], float(numpy.mean(m.log_sums)))
    check.same("mean residual", labels["residual"]["mean"], float(numpy.mean(m.residuals)), 1e-4)
    check.same("mean entropy", labels["entropyBits"]["mean"], float(numpy.mean(m.entropies)), 1e-4)
    bins = numpy.minimum((p * 100).astype(int), 99)
    check.same("probability histogram", float(numpy.abs(
        numpy.bincount(bins, minlength=100) - labels["maxProbability"]["counts"]).sum()), 0.0)
    on = [(q, right) for q, right in m.rows if right is not None]
    best = numpy.array(m.best_right)
    for row in quality["thresholds"]:
        t = row["threshold"] - 1e-12
        kept = [right for q, right in on if q >= t]
        where = f"threshold {row['threshold']:.2f}"
        check.same(where + " kept", row["kept"]["hits"], int((p >= t).sum()), 0)
        check.same(where + " right", row["precision"]["hits"], sum(kept), 0)
        check.same(where + " on objects", row["precision"]["total"], len(kept), 0)
        check.same(where + " covered", row["coverage"]["hits"], int((best >= max(t, 0)).sum()), 0)
        check.same(where + " objects", row["coverage"]["total"], m.object_total, 0)
    q = numpy.array([v for v, _ in on])
    right = numpy.array([r for _, r in on], float)
    place = numpy.minimum((q * 20).astype(int), 19)
    error = sum(abs(right[place == b].sum() - q[place == b].sum()) for b in range(20)) / len(q)
    check.same("ECE", quality["calibration"]["expectedError"], float(error))
    check.same("Brier score", quality["calibration"]["brierScore"], float(((q - right) ** 2).mean()))


def check_concepts(check, m, report):
    concepts, captions = report["concepts"], report["captions"]
    counts = numpy.sort(numpy.array([m.nearest[c] for c in range(m.pool)], float))
    n, total = len(counts), counts.sum()
    check.same("Gini", concepts["gini"],
               float(((2 * numpy.arange(1, n + 1) - n - 1) * counts).sum() / (n * total)))
    share = counts[counts > 0] / total
    entropy = float(-(share * numpy.log2(share)).sum())
    check.same("entropy of concepts", concepts["entropyBits"], entropy)
    check.same("effective number", concepts["effectiveNumber"], 2 ** entropy)
    check.same("unused", concepts["unused"], int((counts == 0).sum()), 0)
    for name in ("top1", "topK", "kept"):
        check.same(f"captions {name}", captions[name]["hits"], m.captions[name], 0)
    check.same("captions regions", captions["top1"]["total"], m.captions["regions"], 0)
    expected = sum(m.captioned_nearest[c] * m.named[c] for c in range(m.pool))
    check.same("captions by chance", captions["expectedTop1"],
               expected / (m.captions["regions"] * m.captions["images"]))
    overlaps = report["regions"]["overlaps"]
    check.same("boxes on boxes", overlaps["withinSource"]["hits"], m.overlapping["within"], 0)
    check.same("across sources", overlaps["acrossSources"]["hits"], m.overlapping["across"], 0)


def check_duplicates(check, m, report):
    duplicates = report["duplicates"]
    check.same("exact surplus", duplicates["exact"]["surplus"], len(m.digests) - len(set(m.digests)), 0)
    if duplicates["near"] is None:
        return
    seen, hashes = set(), []
    for _, digest, value in m.hashes:
        if digest not in seen and value:
            hashes.append(value)
        seen.add(digest)
    parents = list(range(len(hashes)))

    def root(place):
        while parents[place] != place:
            place = parents[place]
        return place

    for i, left in enumerate(hashes):
        for j in range(i):
            if (left ^ hashes[j]).bit_count() <= duplicates["distanceMax"]:
                a, b = root(i), root(j)
                parents[max(a, b)] = min(a, b)
    roots = {root(i) for i in range(len(hashes))}
    check.same("near surplus", duplicates["near"]["surplus"], len(hashes) - len(roots), 0)


def difference_hash(pixels):
    height, width = pixels.shape[:2]
    luma = pixels.astype(numpy.int64) @ numpy.array([299, 587, 114])

    def span(i, n, side):
        start = min(i * side // n, side - 1)
        return slice(start, max(start + 1, (i + 1) * side // n))

    bits = 0
    for row in range(8):
        cells = [luma[span(row, 8, height), span(c, 9, width)] for c in range(9)]
        for c in range(8):
            left, right = cells[c], cells[c + 1]
            bits |= int(left.sum() * right.size > right.sum() * left.size) << (8 * row + c)
    return bits


def check_hashes(check, m, folder):
    from PIL import Image
    for key, _, value in m.hashes:
        if value is not None:
            pixels = numpy.asarray(Image.open(pathlib.Path(folder) / key).convert("RGB"))
            check.same(f"hash of {key}", float(value ^ difference_hash(pixels)), 0.0, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dataset", type=pathlib.Path)
    parser.add_argument("instances")
    parser.add_argument("--images")
    options = parser.parse_args()
    report = json.loads((options.dataset / "report/report.json").read_text())
    instances = json.loads(pathlib.Path(options.instances).read_text())
    with open(options.dataset / "report/concepts.csv", newline="") as file:
        names_of = {int(r["id"]): r["category"].split("; ") for r in csv.DictReader(file) if r["category"]}
    m = Measured(report, names_of, instances)
    for regions, labels in Dataset(options.dataset).joined():
        m.add(regions, labels)
    truth = COCO()
    truth.dataset = instances
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
    check = Check()
    check_detections(check, m, truth, instances["categories"], report)
    check_labels(check, m, report)
    check_concepts(check, m, report)
    check_duplicates(check, m, report)
    if options.images:
        check_hashes(check, m, options.images)
    print(f"{check.count} numbers compared, {check.failures} differ")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
