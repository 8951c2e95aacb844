#!/usr/bin/env python3
"""Tests of the reader against the golden shards: python3 scripts/reader/test_reader.py"""

import json
import pathlib
import shutil
import tempfile
import unittest

import numpy

from pseudobox_reader import Dataset, Shard, ShardError

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/shards/v1.1"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text())
SHARDS = ["regions/unit-00000007.plr.zst", "labels/set/unit-00000007.plr.zst"]


def bits(array, kind="<u4"):
    return numpy.ascontiguousarray(array).view(kind).ravel().tolist()


class ReaderTests(unittest.TestCase):
    def setUp(self):
        self.data = Dataset(GOLDEN)

    def test_regions_are_the_expected_ones_bit_for_bit(self):
        self.assertEqual(len(self.data), len(EXPECTED["regions"]))
        for found, expected in zip(self.data, EXPECTED["regions"], strict=True):
            self.assertEqual(found.key.decode(), expected["key"])
            self.assertEqual(found.image_id, expected["imageID"])
            self.assertEqual((found.width, found.height), (expected["width"], expected["height"]))
            self.assertEqual(found.sha256.hex(), expected["digest"])
            self.assertEqual(found.reason, expected.get("reason"))
            self.assertEqual(found.detail, expected.get("detail"))
            self.assertEqual(bits(found.boxes), expected["boxes"])
            self.assertEqual(bits(found.scores), expected["scores"])
            self.assertEqual(bits(found.logits), expected["logits"])
            self.assertEqual(found.sources.tolist(), expected["sources"])
            self.assertEqual(bits(found.embeddings, "<u2"), expected["embeddings"])
            self.assertEqual(found.queries.tolist(), expected.get("queries", []))
            self.assertEqual(found.class_regions.tolist(), expected.get("classRegions", []))
            self.assertEqual(bits(found.class_shifts), expected.get("classShifts", []))
            self.assertEqual(bits(found.class_scales), expected.get("classScales", []))
            self.assertEqual(
                bits(found.class_embeddings, "<u2"), expected.get("classEmbeddings", [])
            )
            self.assertEqual(len(found.class_embeddings), len(found.class_regions))

    def test_labels_are_the_expected_ones_bit_for_bit(self):
        labels = self.data.labels()
        for found, expected in zip(labels, EXPECTED["labels"], strict=True):
            self.assertEqual(found.key.decode(), expected["key"])
            self.assertEqual(found.image_id, expected["imageID"])
            self.assertEqual(found.concept_ids.ravel().tolist(), expected["conceptIDs"])
            self.assertEqual(bits(found.cosines), expected["cosines"])
            self.assertEqual(bits(found.log_sum_exp), expected["logSumExp"])
            self.assertEqual(bits(found.max_probability), expected["maxProbability"])
            self.assertEqual(found.image_labels.tolist(), expected["imageLabels"])
            boxes = zip(
                found.class_box_concepts.tolist(),
                found.class_box_regions.tolist(),
                bits(found.class_box_scores),
                strict=True,
            )
            self.assertEqual([list(box) for box in boxes], expected["classBoxes"])

    def test_every_record_is_found_by_key_and_by_place(self):
        for place, image in enumerate(self.data):
            self.assertEqual(self.data[image.key].image_id, image.image_id)
            self.assertEqual(self.data[image.key.decode()].image_id, image.image_id)
            self.assertEqual(self.data[place].key, image.key)
        self.assertNotIn("none.jpg", self.data)
        self.assertNotIn("zzz.jpg", self.data)
        with self.assertRaises(KeyError):
            self.data["none.jpg"]
        with self.assertRaises(IndexError):
            self.data[len(self.data)]

    def test_header_names_kind_and_columns(self):
        header = self.data.shard(0).header
        self.assertEqual((header["kind"], header["unit"]), ("regions", 7))
        self.assertEqual(header["columns"][-1]["name"], "class_embedding")

    def test_no_bit_flip_or_cut_is_returned_as_data(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in SHARDS:
                good = (GOLDEN / name).read_bytes()
                truth = [repr(record) for record in Shard(GOLDEN / name)]
                path = pathlib.Path(folder) / "damaged.plr.zst"
                for place in range(0, len(good) * 8, 7):
                    damaged = bytearray(good)
                    damaged[place // 8] ^= 1 << place % 8
                    self.check(path, bytes(damaged), truth)
                for count in range(0, len(good), 11):
                    self.check(path, good[:count], None)
                self.check(path, good + b"\0", None)

    def check(self, path, data, truth):
        path.write_bytes(data)
        try:
            found = [repr(record) for record in Shard(path)]
        except ShardError:
            return
        self.assertEqual(found, truth)

    def test_shards_of_many_units_are_one_sequence(self):
        with tempfile.TemporaryDirectory() as folder:
            regions = pathlib.Path(folder) / "regions"
            regions.mkdir()
            for unit in range(3):
                shutil.copy(GOLDEN / SHARDS[0], regions / f"unit-{unit:08d}.plr.zst")
            (regions / ".tmp-host-1-1-unit-00000009.plr.zst").write_bytes(b"unfinished")
            data = Dataset(folder, open_max=1)
            self.assertEqual(len(data), 3 * len(self.data))
            self.assertEqual(data[len(self.data)].key, self.data[0].key)
            self.assertEqual(data[-1].key, self.data[-1].key)


if __name__ == "__main__":
    unittest.main()
