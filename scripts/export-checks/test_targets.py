#!/usr/bin/env python3
"""The inputs of each loss, from records and exports, against plain PyTorch on the embeddings.

Usage: scripts/export-checks/test_targets.py; needs torch, numpy and zstandard. Student features are
seeded random numbers; what is compared is the loss that comes out of the records and the loss that
comes out of embeddings and pool alone.
"""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import consumers  # noqa: E402
import dataset  # noqa: E402
import losses  # noqa: E402
from dataset import ROOT, export  # noqa: E402
from pseudobox_reader import Dataset  # noqa: E402

TEMPERATURE = 0.01


def normalized(rows):
    rows = rows.astype(np.float64)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Targets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pseudobox-targets-"))
        dataset.make(cls.folder)
        data = Dataset(cls.folder / "out")
        cls.labels = {row.key: row for row in data.labels()}
        cls.rows = [row for row in data if row.reason is None]
        cls.pool = torch.from_numpy(np.load(cls.folder / "out/concepts/text.npy"))
        table = cls.folder / f"out/labels/{data.label_sets()[0]}/pool.tsv"
        cls.names = [line.split("\t")[1] for line in table.read_text().splitlines()[1:]]
        torch.manual_seed(0)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def batch(self):
        """All regions of all images: embeddings, and the columns of their label records."""
        features = torch.from_numpy(np.concatenate(
            [row.embeddings[:-1] for row in self.rows]).astype(np.float32))
        columns = {name: np.concatenate([getattr(self.labels[row.key], name) for row in self.rows])
                   for name in ["concept_ids", "cosines", "log_sum_exp", "max_probability"]}
        return features, columns

    def test_stored_columns_give_the_teachers_distribution(self):
        features, columns = self.batch()
        whole = losses.teacher_distribution(features.double(), self.pool.double())
        stored = np.exp(columns["cosines"].astype(np.float64) / TEMPERATURE
                        - columns["log_sum_exp"][:, None])
        ids = torch.from_numpy(columns["concept_ids"].astype(np.int64))
        np.testing.assert_allclose(stored, whole.gather(1, ids).numpy(), rtol=2e-4, atol=1e-9)
        np.testing.assert_allclose(
            columns["max_probability"], whole.max(1).values.numpy(), rtol=2e-4)
        # The rest of the mass is known although its concepts are not stored.
        rest = whole.sum(1) - whole.gather(1, ids).sum(1)
        np.testing.assert_allclose(1 - stored.sum(1), rest.numpy(), atol=2e-4)

    def test_pseudo_labels_are_those_of_the_whole_pool(self):
        features, columns = self.batch()
        whole = losses.teacher_distribution(features.double(), self.pool.double())
        for threshold in (0.1, 0.5, 0.9):
            target, keep = losses.pseudo_labels(whole, threshold)
            clear = (whole.max(1).values - threshold).abs() > 1e-4
            stored = torch.from_numpy(columns["max_probability"]) > threshold
            self.assertTrue(torch.equal(stored[clear], keep[clear]))
            np.testing.assert_array_equal(columns["concept_ids"][:, 0], target.numpy())

    def test_distillation_and_contrastive_losses_agree(self):
        features, columns = self.batch()
        student = torch.randn(features.shape)
        whole = losses.teacher_distribution(features, self.pool)
        target, keep = losses.pseudo_labels(whole)
        stored_target = torch.from_numpy(columns["concept_ids"][:, 0].astype(np.int64))
        stored_keep = torch.from_numpy(columns["max_probability"]) > 0.1
        # The distribution from the exported tensors, the labels from the exported columns.
        export(self.folder, "region-pth", "regions", "--top", "4096",
               "--sources", "ground_truth,owlv2")
        export(self.folder, "concept-pth", "concepts.pth")
        concepts = torch.load(self.folder / "concepts.pth", weights_only=True)
        loaded = [torch.load(
            self.folder / f"regions/{consumers.stem_of_name(row.key.decode())}.pth",
            weights_only=True) for row in self.rows]
        feats = torch.cat([image["feats"] for image in loaded])
        classes = torch.cat([image["classes"] for image in loaded])
        self.assertTrue(torch.equal(classes, stored_target))
        from_export = losses.teacher_distribution(feats, concepts)
        self.assertAlmostEqual(
            float(losses.distillation(student, whole, keep, self.pool)),
            float(losses.distillation(student, from_export, stored_keep, concepts)), places=4)
        self.assertAlmostEqual(
            float(losses.contrastive(student, target, keep, self.pool)),
            float(losses.contrastive(student, stored_target, stored_keep, concepts)), places=4)

    def test_rkd_losses_agree(self):
        export(self.folder, "rkd", "rkd")
        loaded, taken = [], []
        for row in self.rows:
            _, embeddings = consumers.map_rkd(
                row.key.decode(), self.folder / "rkd", (row.height, row.width), 5, torch)
            loaded.append(embeddings)
            own = [i for i in range(len(row.boxes)) if row.sources[i] != 0][:5]
            taken.append(row.embeddings[own])
        teacher = torch.cat(loaded)
        student = torch.randn(teacher.shape)
        f = normalized(student.numpy())
        g = normalized(np.concatenate(taken))
        self.assertAlmostEqual(float(losses.rkd_l1(student, teacher)), np.abs(f - g).mean(), places=6)

        def similarities(rows):
            matrix = rows @ rows.T
            return matrix / np.abs(matrix).sum(1, keepdims=True)

        expected = ((similarities(f) - similarities(g)) ** 2).sum()
        np.testing.assert_allclose(float(losses.irm(student, teacher)), expected, rtol=1e-4)

    def best_boxes(self, row, categories):
        """{category id: (score, box)} of the record's class boxes, by name and then by synonym."""
        ids = {name: c["id"] for c in categories for name in c["synonyms"]}
        ids |= {c["name"]: c["id"] for c in categories}
        labels = self.labels[row.key]
        found = {}
        for concept, region, score in zip(
                labels.class_box_concepts, labels.class_box_regions, labels.class_box_scores):
            category = ids.get(self.names[concept])
            if category is None or row.sources[region] == 0 or score <= 0:
                continue
            found.setdefault(category, []).append((score, -int(region)))
        best = {category: max(boxes) for category, boxes in found.items()}
        return {category: (score, row.boxes[-place]) for category, (score, place) in best.items()}

    def test_pms_targets_agree(self):
        truth = str(ROOT / "pipelines/bundled/scenes/instances.json")
        export(self.folder, "pis", "pis", "--categories", truth)
        export(self.folder, "pis-json", "pis.json", "--categories", truth)
        loaded = json.loads((self.folder / "pis.json").read_text())
        contiguous = {row["id"]: i for i, row in enumerate(loaded["categories"])}
        classes = len(contiguous)
        by_key = {row.key.decode(): row for row in self.rows}
        categories = json.loads(pathlib.Path(truth).read_text())["categories"]
        expected_boxes = {key: self.best_boxes(row, categories) for key, row in by_key.items()}
        self.assertGreater(sum(map(len, expected_boxes.values())), 20)
        self.assertEqual({key for key, boxes in expected_boxes.items() if boxes},
                         {image["file_name"] for image in loaded["images"]})
        for image in loaded["images"]:
            row = by_key[image["file_name"]]
            boxes, scores, ordered = consumers.map_pis(
                image, self.folder / "pis", (row.height, row.width), contiguous, torch)
            logits = torch.randn(len(boxes), classes + 1)
            places = list(ordered)
            ours = losses.pms(logits, torch.tensor(places), classes)
            expected = 0
            for place, line in zip(places, logits.double().numpy()):
                signs = np.ones(classes + 1)
                signs[place] = -1
                expected += np.log1p(np.exp(signs * line)).sum() / len(places)
            np.testing.assert_allclose(float(ours), expected, rtol=1e-5)
            wanted = expected_boxes[image["file_name"]]
            self.assertEqual(sorted(image["pos_category_ids"]), sorted(wanted))
            self.assertEqual(sorted(places), sorted(contiguous[i] for i in wanted))
            by_place = {contiguous[i]: best for i, best in wanted.items()}
            np.testing.assert_array_equal(
                np.float32(scores), [by_place[place][0] for place in places])
            np.testing.assert_array_equal(
                np.float32(boxes), [by_place[place][1] for place in places])

    def test_image_text_pairs_agree(self):
        export(self.folder, "regionclip-tsv", "tsv", "--pipeline", "job.yaml")
        by_key = {row.key.decode(): row for row in self.rows}
        pairs = list(consumers.image_text_pairs(str(self.folder / "tsv")))
        keys = [key for key, _, _ in pairs]
        known = json.loads((self.folder / "captions.json").read_text())
        own = {image["file_name"]: [row["caption"] for row in known["annotations"]
                                    if row["image_id"] == image["id"]]
               for image in known["images"]}
        self.assertEqual([captions for _, _, captions in pairs], [own[key] for key in keys])
        self.assertEqual(set(keys), {
            key for key in by_key if own.get(key) and key.isascii()})
        images = torch.from_numpy(
            np.stack([by_key[key].embeddings[-1] for key in keys]).astype(np.float32))
        texts = torch.randn(images.shape)
        logits = normalized(images.numpy()) @ normalized(texts.numpy()).T / TEMPERATURE

        def cross_entropy(rows):
            largest = rows.max(1, keepdims=True)
            sums = np.log(np.exp(rows - largest).sum(1)) + largest[:, 0]
            return (sums - np.diag(rows)).mean()

        np.testing.assert_allclose(
            float(losses.image_text(images, texts)),
            (cross_entropy(logits) + cross_entropy(logits.T)) / 2, rtol=1e-4)


if __name__ == "__main__":
    unittest.main()
