#!/usr/bin/env python3
"""What a data set's folder says beside its shards: plan, label sets, pool, sources."""

import json
import pathlib
import shutil
import sqlite3
import struct
import sys
import tempfile
import unittest

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

from pseudobox_reader import Dataset, IncompleteError, Regions, ShardError  # noqa: E402
from pseudobox_reader.__main__ import main  # noqa: E402
from pseudobox_reader.shard import _source_kinds  # noqa: E402
from pseudobox_reader.targets import RegionBatch  # noqa: E402

GOLDEN = ROOT / "Tests/Golden/shards/v1.2"
SHARD = "unit-00000007.plr.zst"
# The same pool and digest stand in Tests/LabelingTests/EmbeddedPoolTests.swift.
NAMES = ["traffic light", "café"]
EMBEDDINGS = numpy.array([[1, -2.5, 0.1], [3, 0, 1e-7]], "<f4")
POOL_DIGEST = "fac9e8304c55a3d7592235540f0481485dc301238f846bd17a54423108ed5eb0"


class DatasetTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def add(self, part, units):
        (self.folder / part).mkdir(parents=True, exist_ok=True)
        for unit in units:
            shutil.copy(
                next(GOLDEN.glob(f"{part.split('/')[0]}/**/{SHARD}")),
                self.folder / part / f"unit-{unit:08d}.plr.zst")

    def plan(self, units):
        listed = [dict(index=unit, first=6 * unit, count=6) for unit in range(units)]
        (self.folder / "plan.json").write_text(json.dumps(dict(units=listed)))

    def add_label_set(self, name, embeddings=EMBEDDINGS, digest=POOL_DIGEST):
        self.add(f"labels/{name}", range(3))
        rows = "".join(f"{place}\t{text}\n" for place, text in enumerate(NAMES))
        (self.folder / "labels" / name / "pool.tsv").write_text("id\tconcept\n" + rows)
        (self.folder / "labels" / name / "set.json").write_text(json.dumps(dict(pool_digest=digest)))
        (self.folder / "concepts").mkdir(exist_ok=True)
        header = json.dumps(dict(embeddings=dict(
            dtype="F32", shape=embeddings.shape, data_offsets=[0, embeddings.nbytes]))).encode()
        (self.folder / "concepts/text.safetensors").write_bytes(
            struct.pack("<Q", len(header)) + header + embeddings.tobytes())

    def test_a_data_set_with_missing_units_is_refused_unless_asked_for(self):
        self.add("regions", [0, 2])
        self.plan(5)
        with self.assertRaisesRegex(IncompleteError, "3 of 5 planned units .*: 1, 3, 4"):
            Dataset(self.folder)
        self.assertEqual(len(Dataset(self.folder, partial=True).names), 2)
        self.assertEqual(main([str(self.folder)]), 65)
        self.add("regions", [1, 3, 4])
        self.assertEqual(len(Dataset(self.folder).names), 5)

    def test_pairs_with_missing_units_name_the_pass_that_is_not_done(self):
        self.add("regions", [0, 1])
        for units, fewer in [([0], "labels"), ([0, 1, 2], "regions")]:
            self.add("labels/set", units)
            with self.assertRaisesRegex(IncompleteError, f"{fewer} are missing"):
                Dataset(self.folder).joined()

    def test_shards_of_the_other_kind_are_refused(self):
        self.add("regions", [0])
        (self.folder / "labels/set").mkdir(parents=True)
        name = "unit-00000000.plr.zst"
        shutil.copy(self.folder / "regions" / name, self.folder / "labels/set" / name)
        with self.assertRaisesRegex(ShardError, "holds regions, expected labels"):
            Dataset(self.folder).joined()[0]

    def test_of_several_label_sets_the_one_of_the_index_is_meant(self):
        self.add("regions", range(3))
        self.add_label_set("first")
        self.assertEqual(len(Dataset(self.folder).joined()), len(Dataset(self.folder)))
        self.add_label_set("second")
        for call in (Dataset.labels, Dataset.joined, Dataset.concepts, Dataset.provenance):
            with self.assertRaisesRegex(ValueError, "'first', 'second'.*name one"):
                call(Dataset(self.folder))
        with sqlite3.connect(self.folder / "index.db") as index:
            index.execute("CREATE TABLE meta (key TEXT, value TEXT)")
            index.execute("INSERT INTO meta VALUES ('label_set', 'second')")
        index.close()
        self.assertEqual(Dataset(self.folder).labels().folder.name, "second")
        self.assertEqual(Dataset(self.folder).labels("first").folder.name, "first")
        with self.assertRaises(KeyError):
            Dataset(self.folder).labels("third")

    def test_embeddings_of_another_pool_are_refused(self):
        self.add("regions", range(3))
        self.add_label_set("set")
        found = Dataset(self.folder).concept_embeddings()
        self.assertEqual(found.tolist(), EMBEDDINGS.tolist())
        changed = EMBEDDINGS.copy()
        changed[1, 2] = 2e-7
        for other in (changed, EMBEDDINGS[:1]):
            self.add_label_set("set", embeddings=other)
            with self.assertRaisesRegex(ShardError, "another pool than the label set set"):
                Dataset(self.folder).concept_embeddings("set")

    def test_names_are_keys_as_the_system_writes_them(self):
        self.assertEqual(regions([], key=b"a/b.jpg").name, "a/b.jpg")
        self.assertEqual(regions([], key=b"\xff.jpg").name, "\udcff.jpg")


def regions(sources, kinds=(), key=b"a.jpg"):
    """Regions of these sources with falling scores; embeddings hold their places."""
    n = len(sources)
    none = numpy.zeros(0, "<f4")
    return Regions(
        image_id=1, key=key, width=9, height=9, sha256=b"", reason=None, detail=None,
        boxes=numpy.zeros((n, 4), "<f4"), scores=1 / numpy.arange(1, n + 1, dtype="<f4"),
        logits=numpy.zeros(n, "<f4"), sources=numpy.array(sources, "u1"),
        embeddings=numpy.arange(n + 1, dtype="<f2")[:, None], queries=none, class_regions=none,
        class_shifts=none, class_scales=none, class_embeddings=none, source_kinds=kinds)


class SourceTests(unittest.TestCase):
    def taken(self, places, kinds, **options):
        batch = RegionBatch.of([regions(places, kinds)], **options)
        self.assertEqual(batch.embeddings[:, 0].tolist(), batch.regions.tolist())
        self.assertEqual(batch.sources.tolist(), [places[place] for place in batch.regions])
        return batch.regions.tolist()

    def test_annotated_boxes_are_taken_where_there_are_no_others_or_they_are_asked_for(self):
        kinds = ("owlv2", "ground_truth", "grid")
        sources = [1, 1, 0, 2, 1, 0]
        self.assertEqual(self.taken(sources, kinds), [2, 3, 5])
        self.assertEqual(self.taken(sources, kinds, top=2), [2, 3])
        self.assertEqual(self.taken(sources, kinds, sources={"ground_truth"}, top=2), [0, 1])
        self.assertEqual(self.taken(sources, kinds, sources={"grid", "owlv2"}), [2, 3, 5])
        self.assertEqual(self.taken(sources, kinds, sources=kinds), [0, 1, 2, 3, 4, 5])
        self.assertEqual(self.taken([0, 0], ("ground_truth",)), [0, 1])
        self.assertEqual(self.taken([1, 1], kinds), [])
        self.assertEqual(self.taken([0, 7], ()), [0, 1])
        with self.assertRaisesRegex(ValueError, "found .'rpn'"):
            self.taken(sources, kinds, sources={"rpn"})

    def test_a_batch_of_images_keeps_each_image_s_own_regions(self):
        kinds = ("ground_truth", "grid")
        batch = RegionBatch.of(
            [regions([0, 1], kinds), regions([0], kinds), regions([1, 0, 1], kinds)])
        self.assertEqual(batch.images.tolist(), [0, 2, 2])
        self.assertEqual(batch.regions.tolist(), [1, 0, 2])

    def test_kinds_are_read_from_the_header(self):
        facts = {"chain": "clip", "source 1": "ground_truth crowds=false", "source 0": "owlv2 a=1"}
        self.assertEqual(_source_kinds(facts), ("owlv2", "ground_truth"))
        self.assertEqual(_source_kinds({}), ())


if __name__ == "__main__":
    unittest.main()
