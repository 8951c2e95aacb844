#!/usr/bin/env python3
"""PyTorch data sets with real DataLoader workers; skipped without torch."""

import collections
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

try:
    import torch
    from torch.utils.data import DataLoader
except ImportError:
    raise unittest.SkipTest("torch is not installed") from None

from pseudobox_reader import Dataset, ShardError  # noqa: E402
from pseudobox_reader.torch import MapDataset, StreamDataset, collate  # noqa: E402

GOLDEN = ROOT / "Tests/Golden/shards/v1"
GOLDEN_SIDES = ROOT / "Tests/Golden/shards/v1.2"
SHARD = "unit-00000007.plr.zst"


def place_of(record):
    return record[0].key, record[1].log_sum_exp.tobytes()


class TorchTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for part in ("regions", "labels/set"):
            (self.folder / part).mkdir(parents=True)
            for unit in range(5):
                shutil.copy(GOLDEN / part / SHARD, self.folder / part / f"unit-{unit:08d}.plr.zst")
        self.data = Dataset(self.folder, open_max=2).joined()
        self.truth = collections.Counter(place_of(record) for record in self.data)

    def count(self, source, **options):
        loader = DataLoader(source, batch_size=4, collate_fn=list, **options)
        return collections.Counter(place_of(record) for batch in loader for record in batch)

    def test_every_record_comes_once_from_any_kind_of_workers(self):
        for options in (
            {}, dict(num_workers=2, multiprocessing_context="fork"),
            dict(num_workers=1, multiprocessing_context="spawn"),
        ):
            with self.subTest(options):
                if options.get("multiprocessing_context") != "spawn":  # seconds for each worker
                    self.assertEqual(self.count(MapDataset(self.data), **options), self.truth)
                stream = StreamDataset(self.data, block=2, buffer=5)
                self.assertEqual(self.count(stream, **options), self.truth)

    def test_ranks_and_workers_share_the_records(self):
        for shuffle in (False, True):
            for world in (1, 2, 3):
                for workers in (1, 2, 5):
                    found = collections.Counter()
                    numbers = []
                    for rank in range(world):
                        stream = StreamDataset(
                            self.data, shuffle=shuffle, block=3, buffer=4, rank=rank,
                            world_size=world)
                        mine = [i for w in range(workers) for i in stream.indices(w, workers)]
                        found.update(mine)
                        stream.equal = True
                        numbers.append(
                            sum(1 for w in range(workers) for _ in stream.indices(w, workers)))
                    self.assertEqual(found, collections.Counter(range(len(self.data))))
                    self.assertEqual(len(set(numbers)), 1)

    def test_seed_and_epoch_decide_the_order(self):
        stream = StreamDataset(self.data, block=2, buffer=6, seed=1)
        first = list(stream.indices(0, 1))
        self.assertEqual(list(stream.indices(0, 1)), first)
        self.assertNotEqual(first, sorted(first))
        stream.set_epoch(1)
        self.assertNotEqual(list(stream.indices(0, 1)), first)
        stream.shuffle = False
        self.assertEqual(list(stream.indices(0, 1)), list(range(len(self.data))))

    def test_batches_are_tensors_without_rejected_images(self):
        loader = DataLoader(
            MapDataset(self.data), batch_size=len(self.data), collate_fn=collate, num_workers=1)
        (batch,) = list(loader)
        good = [pair for pair in self.data if pair[0].reason is None]
        self.assertEqual(len(batch["keys"]), len(good))
        self.assertEqual(batch["embeddings"].dtype, torch.float32)
        row = 0
        for place, (regions, labels) in enumerate(good):
            count = len(regions.boxes)
            rows = slice(row, row + count)
            self.assertEqual(batch["images"][rows].tolist(), [place] * count)
            self.assertTrue((batch["embeddings"][rows].numpy() == regions.embeddings[:-1]).all())
            self.assertTrue((batch["concept_ids"][rows].numpy() == labels.concept_ids).all())
            self.assertTrue((batch["whole"][place].numpy() == regions.embeddings[-1]).all())
            row += count
        self.assertEqual(len(batch["boxes"]), row)

    def test_a_batch_of_rejected_images_alone_is_none(self):
        for data in (Dataset(GOLDEN_SIDES), Dataset(GOLDEN_SIDES).joined()):
            batches = list(DataLoader(MapDataset(data), batch_size=1, collate_fn=collate))
            rejected = [image.reason is not None for image in Dataset(GOLDEN_SIDES)]
            self.assertEqual([batch is None for batch in batches], rejected)
            self.assertIn(True, rejected)
            self.assertIn(False, rejected)

    def test_persistent_workers_see_the_epoch(self):
        for context in ("fork", "spawn"):
            stream = StreamDataset(self.data, block=2, buffer=6, seed=1)
            orders = set()
            loader = DataLoader(
                stream, batch_size=None, num_workers=1, persistent_workers=True,
                multiprocessing_context=context)
            for epoch in (0, 1, 2):
                stream.set_epoch(epoch)
                expected = [self.data[index][0].key for index in stream.indices(0, 1)]
                self.assertEqual([pair[0].key for pair in loader], expected, (context, epoch))
                orders.add(tuple(expected))
            self.assertEqual(len(orders), 3)
            self.assertEqual(stream.epoch, 2)

    def test_damage_in_a_worker_is_our_error_in_the_parent(self):
        path = self.folder / "regions/unit-00000003.plr.zst"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        with self.assertRaisesRegex(ShardError, "unit-00000003"):
            self.count(MapDataset(self.data), num_workers=2)


if __name__ == "__main__":
    unittest.main()
