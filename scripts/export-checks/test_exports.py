#!/usr/bin/env python3
"""Load every export as its consumer does and compare with the records of the shards.

Usage: scripts/export-checks/test_exports.py [unittest arguments]; needs numpy and zstandard; torch,
pycocotools, lvis and webdataset are used where they are installed, else their tests are skipped.
"""

import hashlib
import importlib.util
import io
import json
import pathlib
import pickle
import pickletools
import shutil
import sys
import tarfile
import tempfile
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import dataset  # noqa: E402
from dataset import ROOT, export  # noqa: E402
from pseudobox_reader import Dataset  # noqa: E402

import consumers  # noqa: E402


def has(*names):
    return all(importlib.util.find_spec(name) for name in names)


def needs(*names):
    return unittest.skipUnless(has(*names), f"needs {', '.join(names)}")


def text(key):
    return key.decode()


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pseudobox-exports-"))
        dataset.make(cls.folder)
        cls.truth = str(ROOT / "pipelines/bundled/scenes/instances.json")
        cls.data = Dataset(cls.folder / "out")
        cls.labels = {row.key: row for row in cls.data.labels()}
        cls.rows = [row for row in cls.data if row.reason is None]
        name = cls.data.label_sets()[0]
        cls.pool = [line.split("\t")[1] for line in (
            cls.folder / f"out/labels/{name}/pool.tsv").read_text().splitlines()[1:]]
        cls.concepts = np.load(cls.folder / "out/concepts/text.npy")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def path(self, name):
        return str(self.folder / name)

    def proposals(self, row, top=None):
        """Regions that exports take: not the ground truth's, which is source 0."""
        found = [i for i in range(len(row.boxes)) if row.sources[i] != 0]
        return found[:top]

    def test_the_data_set_has_the_odd_cases(self):
        self.assertEqual(len(self.rows), 13)
        self.assertIn(dataset.ODD_NAME.encode(), [row.key for row in self.rows])
        self.assertTrue(any((row.sources == 0).any() for row in self.rows))

    # COCO, LVIS

    def coco_expected(self):
        for row in self.rows:
            labels = self.labels[row.key]
            for i in self.proposals(row):
                if labels.max_probability[i] > np.float32(0.1):
                    yield row, i, labels

    def check_annotations(self, annotations):
        expected = list(self.coco_expected())
        self.assertEqual(len(annotations), len(expected))
        self.assertGreater(len(expected), 50)
        for annotation, (row, i, labels) in zip(annotations, expected):
            self.assertEqual(annotation["image_id"], row.image_id)
            self.assertEqual(annotation["category_id"], labels.concept_ids[i][0] + 1)
            self.assertEqual(np.float32(annotation["score"]), labels.max_probability[i])
            x, y, w, h = np.float32(annotation["bbox"])
            np.testing.assert_allclose([x, y, x + w, y + h], row.boxes[i], rtol=1e-6)

    @needs("pycocotools")
    def test_coco_is_loaded_by_pycocotools(self):
        from pycocotools.coco import COCO
        report = export(self.folder, "coco", "coco.json")
        loaded = COCO(self.path("coco.json"))
        self.check_annotations(loaded.loadAnns(loaded.getAnnIds()))
        self.assertEqual(sorted(loaded.anns), list(range(1, len(loaded.anns) + 1)))
        self.assertEqual({image["file_name"] for image in loaded.imgs.values()},
                         {text(row.key) for row in self.rows})
        self.assertEqual([row["name"] for row in loaded.loadCats(loaded.getCatIds())], self.pool)
        self.assertEqual(sum(n for what, n in report["notes"].items() if "rejected" in what), 1)

    @needs("pycocotools")
    def test_coco_results_are_evaluated_by_pycocotools(self):
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
        export(self.folder, "coco-results", "results.json", "--categories", self.truth)
        truth = COCO(self.truth)
        results = json.loads(pathlib.Path(self.path("results.json")).read_text())
        results = [row for row in results if row["image_id"] in truth.imgs]
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.params.imgIds = sorted({row["image_id"] for row in results})
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        self.assertGreater(evaluation.stats[1], 0.3, "the labels are real: AP50 is far from 0")

    @needs("lvis")
    def test_lvis_is_loaded_by_lvis_and_detectron2(self):
        import lvis
        export(self.folder, "lvis", "lvis.json")
        loaded = lvis.LVIS(self.path("lvis.json"))
        annotations = loaded.load_anns(sorted(loaded.anns))
        self.check_annotations(annotations)
        consumers.check_lvis_annotations(annotations)
        for annotation in annotations:
            self.assertEqual(len(annotation["segmentation"][0]), 8)
        for image in loaded.imgs.values():
            self.assertTrue(pathlib.Path(
                consumers.lvis_file_name(self.path("images") + "/", image)).exists())
        counts = {}
        for annotation in annotations:
            counts[annotation["category_id"]] = counts.get(annotation["category_id"], 0) + 1
        for category in loaded.cats.values():
            self.assertEqual(category["instance_count"], counts.get(category["id"], 0))
            self.assertIn(category["frequency"], "rcf")

    def test_clipself_takes_the_first_boxes_of_an_image(self):
        export(self.folder, "clipself", "clipself.json", "--top", "5")
        loaded = json.loads(pathlib.Path(self.path("clipself.json")).read_text())
        for row in self.rows:
            own = [a for a in loaded["annotations"] if a["image_id"] == row.image_id]
            self.assertEqual([np.float32(a["score"]) for a in own],
                             list(row.scores[self.proposals(row, 5)]))

    def test_a_split_of_the_pipeline_is_left_out_and_keeps_its_ids(self):
        export(self.folder, "coco", "split-all.json", "--categories", self.truth)
        whole = json.loads(pathlib.Path(self.path("split-all.json")).read_text())
        names = {row["id"]: row["name"] for row in whole["categories"]}
        common = [row["category_id"] for row in whole["annotations"]]
        novel = max(set(common), key=common.count)
        (self.folder / "novel.txt").write_text(names[novel].upper() + "\n")
        job = (self.folder / "job.yaml").read_text()
        (self.folder / "split.yaml").write_text(
            job.replace("  captions:", "  novel_classes: novel.txt\n  captions:"))
        more = ["--pipeline", "split.yaml", "--without-split"]
        for place, inputs in enumerate([[], ["--categories", self.truth]]):
            report = export(self.folder, "coco", f"split-{place}.json", *inputs, *more, "novel")
            self.assertEqual(
                report["notes"]["regions left out: a category of the split novel"],
                common.count(novel))
            strict = json.loads(pathlib.Path(self.path(f"split-{place}.json")).read_text())
            self.assertEqual(strict["categories"], whole["categories"])
            self.assertEqual([row["category_id"] for row in strict["annotations"]],
                             [id for id in common if id != novel])
        error = export(self.folder, "coco", "none.json", *more, "novle", code=64)
        self.assertIn("base, novel", error)

    # Pickles

    @needs("torch")
    def test_proposals_go_through_detectron2s_loader_and_mapper(self):
        import torch
        export(self.folder, "detectron2-proposals", "d2.pkl")
        records = [dict(image_id=row.image_id) for row in self.data]
        consumers.load_proposals_into_dataset(records, self.path("d2.pkl"))
        for record, row in zip(records, self.data):
            taken = self.proposals(row)
            self.assertEqual(record["proposal_boxes"].dtype, np.float32)
            self.assertEqual(record["proposal_boxes"].shape, (len(taken), 4))
            logits = record["proposal_objectness_logits"]
            np.testing.assert_array_equal(logits, np.sort(row.logits[taken])[::-1])
            boxes, _ = consumers.transform_proposals(
                record, (row.height, row.width), 1000, torch)
            self.assertEqual(sorted(map(tuple, boxes.tolist())),
                             sorted(map(tuple, row.boxes[taken].tolist())))

    @needs("torch")
    def test_rkd_features_go_through_the_mapper(self):
        import torch
        report = export(self.folder, "rkd", "rkd")
        self.assertEqual(report["written"]["files"], len(self.rows))
        for row in self.rows:
            taken = self.proposals(row, 5)
            boxes, embeddings = consumers.map_rkd(
                "images/" + text(row.key), self.path("rkd"), (row.height, row.width), 5, torch)
            np.testing.assert_array_equal(boxes.numpy(), row.boxes[taken])
            np.testing.assert_array_equal(
                embeddings.numpy(), row.embeddings[taken].astype(np.float32))
            self.assertEqual(embeddings.dtype, torch.float32)
            embeddings += 1  # the tensors may be written to

    @needs("torch")
    def test_rkd_integer_boxes_are_cut_as_int_does(self):
        import torch
        export(self.folder, "rkd", "rkd-int", "--integer-boxes", "--top", "3")
        for row in self.rows:
            boxes, _ = consumers.map_rkd(
                text(row.key), self.path("rkd-int"), (row.height, row.width), 3, torch)
            self.assertEqual(boxes.dtype, torch.int64)
            self.assertEqual(boxes.tolist(), [[int(side) for side in row.boxes[i]]
                                              for i in self.proposals(row, 3)])

    @needs("torch")
    def test_pseudo_boxes_go_through_the_mapper(self):
        import torch
        more = ["--categories", self.truth, "--captions", "captions.json", "--score-min", "0.0"]
        export(self.folder, "pis", "pis", *more[:2], *more[4:])
        export(self.folder, "pis-json", "pis.json", *more)
        loaded = json.loads(pathlib.Path(self.path("pis.json")).read_text())
        contiguous = {row["id"]: i for i, row in enumerate(loaded["categories"])}
        names = {row["id"]: row["name"] for row in loaded["categories"]}
        by_key = {text(row.key): row for row in self.rows}
        self.assertGreater(len(loaded["images"]), 8)
        files = {path.stem for path in pathlib.Path(self.path("pis")).glob("*.pkl")}
        self.assertEqual(files, {consumers.stem_of_path(image["file_name"])
                                 for image in loaded["images"]})
        for image in loaded["images"]:
            row = by_key[image["file_name"]]
            labels = self.labels[row.key]
            boxes, scores, ordered = consumers.map_pis(
                image, self.path("pis"), (row.height, row.width), contiguous, torch)
            self.assertTrue((scores > 0).all())
            self.assertTrue(image["captions"])
            for category in image["pos_category_ids"]:
                wanted = [
                    (score, -int(region)) for concept, region, score in zip(
                        labels.class_box_concepts, labels.class_box_regions,
                        labels.class_box_scores)
                    if row.sources[region] != 0 and self.pool[concept] == names[category]]
                if not wanted:
                    continue  # a synonym's concept
                box, score = ordered[contiguous[category]]
                best = max(wanted)
                self.assertEqual(np.float32(score[0]), best[0])
                np.testing.assert_array_equal(np.float32(box), row.boxes[-best[1]])

    def test_mavl_files_hold_the_best_boxes(self):
        export(self.folder, "mavl", "mavl.pkl", "--top", "4")
        export(self.folder, "mavl-txt", "mavl", "--top", "4")
        with open(self.path("mavl.pkl"), "rb") as file:
            loaded = pickle.load(file)
        self.assertEqual(len(loaded), len(self.rows))
        for row in self.rows:
            taken = self.proposals(row, 4)
            boxes, scores = loaded[consumers.stem_of_name(text(row.key))]
            np.testing.assert_array_equal(np.float32(boxes), row.boxes[taken])
            np.testing.assert_array_equal(np.float32(scores), row.scores[taken])
            lines = np.loadtxt(
                self.path(f"mavl/{consumers.stem_of_name(text(row.key))}.txt"), ndmin=2)
            np.testing.assert_array_equal(np.float32(lines[:, 2:]), row.boxes[taken])
            self.assertTrue((lines[:, 0] == 0).all())

    def test_only_the_opcodes_of_the_closed_set_are_written(self):
        export(self.folder, "rkd", "rkd-ops")
        names = set()
        for path in pathlib.Path(self.path("rkd-ops")).glob("*.pkl"):
            names |= {op.name for op, _, _ in pickletools.genops(path.read_bytes())}
        self.assertLessEqual(names, {
            "PROTO", "EMPTY_LIST", "MARK", "BINFLOAT", "APPENDS", "GLOBAL", "BINPUT", "BINGET",
            "BININT", "BININT1", "BININT2", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "REDUCE",
            "BUILD", "NEWFALSE", "NEWTRUE", "NONE", "BINUNICODE", "BINBYTES", "SHORT_BINBYTES",
            "STOP"})

    # RegionCLIP

    @needs("torch")
    def test_concept_tensors_are_loaded_weights_only(self):
        import torch
        export(self.folder, "concept-pth", "concepts.pth")
        loaded = torch.load(self.path("concepts.pth"), weights_only=True)
        self.assertEqual(loaded.dtype, torch.float32)
        np.testing.assert_array_equal(loaded.numpy(), self.concepts)
        mapped = torch.load(self.path("concepts.pth"), weights_only=True, mmap=True)
        self.assertTrue(torch.equal(loaded, mapped))

    @needs("torch")
    def test_region_tensors_are_loaded_weights_only(self):
        import torch
        export(self.folder, "region-pth", "regions", "--top", "7")
        for row in self.rows:
            labels = self.labels[row.key]
            name = consumers.stem_of_name(text(row.key))
            loaded = torch.load(self.path(f"regions/{name}.pth"), weights_only=True)
            taken = self.proposals(row, 7)
            np.testing.assert_array_equal(loaded["boxes"], row.boxes[taken])
            np.testing.assert_array_equal(
                loaded["feats"], row.embeddings[taken].astype(np.float32))
            np.testing.assert_array_equal(loaded["scores"], row.scores[taken])
            np.testing.assert_array_equal(loaded["classes"], labels.concept_ids[taken, 0])
            np.testing.assert_array_equal(loaded["max_probs"], labels.max_probability[taken])
            self.assertEqual(loaded["classes"].dtype, torch.int64)

    def test_image_text_pairs_are_read_by_offset(self):
        report = export(self.folder, "regionclip-tsv", "tsv", "--pipeline", "job.yaml")
        loaded = list(consumers.image_text_pairs(self.path("tsv")))
        self.assertEqual(report["written"]["rows"], len(loaded))
        known = json.loads((self.folder / "captions.json").read_text())
        keys = {row["id"]: row["file_name"] for row in known["images"]}
        for key, image, captions in loaded:
            self.assertEqual(image, (self.folder / "images" / key).read_bytes())
            self.assertEqual(captions, [row["caption"] for row in known["annotations"]
                                        if keys[row["image_id"]] == key])
        # The odd name is no ASCII, one image has no caption, one is broken.
        self.assertEqual(len(loaded), len(self.rows) - 2)
        self.assertEqual(report["notes"]["images left out: no caption"], 1)

    def test_name_lists_are_in_order_of_ids(self):
        export(self.folder, "concepts-txt", "concepts.txt")
        export(self.folder, "noun-counts", "nouns.txt")
        self.assertEqual(
            pathlib.Path(self.path("concepts.txt")).read_text().splitlines(), self.pool)
        self.assertEqual(consumers.noun_names(self.path("nouns.txt")), self.pool)

    # Classifiers

    @needs("torch")
    def test_classifiers_are_rows_of_the_pool(self):
        import torch
        export(self.folder, "classifier-npy", "half.npy")
        export(self.folder, "classifier-npy", "full.npy", "--precision", "f32")
        np.testing.assert_array_equal(np.load(self.path("full.npy")), self.concepts)
        half = np.load(self.path("half.npy"))
        self.assertEqual(half.dtype, np.float16)
        np.testing.assert_array_equal(half, self.concepts.astype(np.float16))
        weight = consumers.zero_shot_weight(self.path("half.npy"), torch)
        self.assertEqual(weight.shape, (self.concepts.shape[1], len(self.pool) + 1))
        self.assertTrue(torch.allclose(weight[:, :-1].norm(dim=0), torch.tensor(1.0), atol=1e-5))

    def test_a_classifier_of_categories_has_their_order(self):
        some = [dict(id=7, name=self.pool[3]), dict(id=2, name=self.pool[5].upper())]
        (self.folder / "some.json").write_text(json.dumps(some))
        export(self.folder, "classifier-npy", "some.npy", "--precision", "f32", "--categories",
               "some.json")
        np.testing.assert_array_equal(np.load(self.path("some.npy")), self.concepts[[5, 3]])
        (self.folder / "some.json").write_text(json.dumps(some + [dict(id=9, name="quux")]))
        error = export(self.folder, "classifier-npy", "none.npy", "--categories", "some.json",
                       code=65)
        self.assertIn("'quux'", error)

    @needs("torch")
    def test_category_counts_feed_the_federated_loss(self):
        import torch
        export(self.folder, "cat-info", "info.json")
        frequency = consumers.class_frequency(self.path("info.json"), 0.5, torch)
        images = np.zeros(len(self.pool))
        seen = {(row.image_id, int(labels.concept_ids[i][0]))
                for row, i, labels in self.coco_expected()}
        for _, concept in seen:
            images[concept] += 1
        np.testing.assert_allclose(frequency.numpy(), np.sqrt(images), rtol=1e-6)

    # Others

    @needs("webdataset")
    def test_samples_are_read_by_webdataset(self):
        import webdataset
        export(self.folder, "webdataset", "wds", "--images", "images", "--captions",
               "captions.json")
        shards = sorted(map(str, pathlib.Path(self.path("wds")).glob("*.tar")))
        samples = list(webdataset.WebDataset(shards, shardshuffle=False).decode("rgb8"))
        self.assertEqual(len(samples), len(self.rows))
        for sample, row in zip(samples, self.rows):
            taken = self.proposals(row)
            self.assertEqual(sample["json"]["file_name"], text(row.key))
            self.assertEqual(sample["jpg"].shape, (row.height, row.width, 3))
            np.testing.assert_array_equal(sample["npy"], row.embeddings[taken])
            np.testing.assert_array_equal(np.float32(sample["json"]["boxes"]), row.boxes[taken])
            self.assertEqual(sample["json"]["concept_ids"],
                             self.labels[row.key].concept_ids[taken].tolist())
        with tarfile.open(shards[0]) as tar:
            self.assertTrue(all(member.mtime == 0 for member in tar))

    def test_label_studio_tasks_are_in_percent(self):
        export(self.folder, "label-studio", "tasks.json", "--image-prefix", "http://host/")
        tasks = json.loads(pathlib.Path(self.path("tasks.json")).read_text())
        self.assertEqual(len(tasks), len(self.rows))
        for task, row in zip(tasks, self.rows):
            self.assertTrue(task["data"]["image"].startswith("http://host/"))
            for result in task["predictions"][0]["result"]:
                value = result["value"]
                region = int(result["id"].split("-")[1])
                x, y = value["x"] * row.width / 100, value["y"] * row.height / 100
                np.testing.assert_allclose([x, y], row.boxes[region][:2], rtol=1e-5, atol=1e-4)
                self.assertIn(value["rectanglelabels"][0], self.pool)

    # All

    def test_bytes_are_the_same_again_and_nothing_is_overwritten(self):
        def digest(path):
            path = pathlib.Path(path)
            files = sorted(path.rglob("*")) if path.is_dir() else [path]
            return [hashlib.sha256(file.read_bytes()).hexdigest()
                    for file in files if file.is_file()]
        for name in ["coco", "rkd", "region-pth", "webdataset", "detectron2-proposals"]:
            export(self.folder, name, f"a-{name}")
            export(self.folder, name, f"b-{name}")
            first = digest(self.path(f"a-{name}"))
            self.assertEqual(first, digest(self.path(f"b-{name}")), name)
            self.assertIn("--force", export(self.folder, name, f"a-{name}", code=64))
            export(self.folder, name, f"a-{name}", "--force")
            self.assertEqual(first, digest(self.path(f"a-{name}")))
        self.assertEqual([p.name for p in self.folder.iterdir() if p.name.startswith(".tmp")], [])

    def test_a_dry_run_counts_the_same_and_writes_nothing(self):
        names = [line for line in dataset.run(["export", "--list"], self.folder).splitlines()
                 if line and not line.startswith(" ")]
        self.assertGreater(len(names), 15)
        for name in names:
            more = ["--pipeline", "job.yaml"]
            more = [] if name in ("classifier-npy", "concept-pth") else more
            dry = export(self.folder, name, "dry", "--dry-run", *more)
            self.assertFalse((self.folder / "dry").exists())
            wet = export(self.folder, name, "dry", *more)
            self.assertEqual(dry, wet, name)
            path = self.folder / "dry"
            shutil.rmtree(path) if path.is_dir() else path.unlink()


if __name__ == "__main__":
    unittest.main()
