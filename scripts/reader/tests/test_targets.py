#!/usr/bin/env python3
"""Targets against PyTorch's own functions; skipped without torch."""

import pathlib
import sys
import unittest

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

try:
    import torch
    import torch.nn.functional as functional
except ImportError:
    raise unittest.SkipTest("torch is not installed") from None

from pseudobox_reader import Dataset, targets  # noqa: E402

GOLDEN = ROOT / "Tests/Golden/shards/v1"


class TargetTests(unittest.TestCase):
    def setUp(self):
        random = numpy.random.default_rng(4)
        self.student = random.standard_normal((12, 32)).astype("f4")
        self.teacher = random.standard_normal((12, 32)).astype("f4")
        self.concepts = random.standard_normal((50, 32)).astype("f4")

    def test_rkd(self):
        f, g = (functional.normalize(torch.from_numpy(rows), dim=-1)
                for rows in (self.student, self.teacher))
        l1 = (f - g).abs().mean().item()
        self.assertAlmostEqual(targets.rkd_l1(self.student, self.teacher), l1, places=6)
        left, right = (functional.normalize(rows @ rows.T, 1) for rows in (f, g))
        irm = (left - right).square().sum().item()
        self.assertAlmostEqual(targets.irm(self.student, self.teacher), irm, places=6)

    def test_regionclip(self):
        v, u, t = (functional.normalize(torch.from_numpy(rows), dim=-1)
                   for rows in (self.teacher, self.student, self.concepts))
        p = functional.softmax(v @ t.T / 0.01, dim=-1)
        found = targets.teacher_distribution(self.teacher, self.concepts)
        numpy.testing.assert_allclose(found, p.numpy(), rtol=2e-4, atol=1e-7)
        largest, target = p.max(1)
        ids = numpy.argsort(-found, axis=1)[:, :3]
        for threshold in (0.1, 0.9, 1.0):
            keep = largest > threshold
            keep = keep if keep.any() else torch.ones_like(keep)
            hard, mask = targets.pseudo_labels(found.max(1), ids, threshold)
            self.assertEqual(hard.tolist(), target.tolist())
            self.assertEqual(mask.tolist(), keep.tolist())
            loss = functional.kl_div(
                functional.log_softmax(u[keep] @ t.T / 0.01, dim=-1), p[keep],
                reduction="batchmean").item()
            ours = targets.distillation(self.student, found, mask, self.concepts)
            self.assertAlmostEqual(ours, loss, delta=1e-4 * loss)

    def test_stored_probabilities_are_those_of_the_whole_pool(self):
        logits = targets.unit(self.teacher) @ targets.unit(self.concepts).T
        ids = numpy.argsort(-logits, axis=1)[:, :4]
        cosines = numpy.take_along_axis(logits, ids, 1)
        batch = targets.RegionBatch.of(list(Dataset(GOLDEN)))
        log_sum_exp = torch.logsumexp(torch.from_numpy(logits) / 0.01, 1).numpy()
        values = dict(vars(batch), cosines=cosines, log_sum_exp=log_sum_exp)
        stored = targets.stored_distribution(targets.RegionBatch(**values), 0.01)
        full = targets.teacher_distribution(self.teacher, self.concepts)
        numpy.testing.assert_allclose(stored, numpy.take_along_axis(full, ids, 1), rtol=2e-4)

    def test_a_batch_keeps_the_best_regions_of_each_image(self):
        records = [record for record in Dataset(GOLDEN) if record.reason is None]
        batch = targets.RegionBatch.of(records, top=2)
        row = 0
        for place, record in enumerate(records):
            for region in range(min(2, len(record.boxes))):
                self.assertEqual((batch.images[row], batch.regions[row]), (place, region))
                self.assertTrue((batch.boxes[row] == record.boxes[region]).all())
                row += 1
        self.assertEqual(row, len(batch.boxes))
        with self.assertRaises(ValueError):
            targets.RegionBatch.of([record for record in Dataset(GOLDEN) if record.reason])


if __name__ == "__main__":
    unittest.main()
