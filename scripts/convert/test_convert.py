#!/usr/bin/env python3
"""Tests of the converters. Usage: scripts/convert/test_convert.py

Needs numpy. Hostile pickles are written by hand; files of torch are made where torch is installed.
"""

import importlib.util
import io
import json
import os
import pathlib
import pickle
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np

import checkpoint_file
import restricted_pickle
import safetensors_file
from restricted_pickle import RefusedPickle

CONVERTER = pathlib.Path(__file__).resolve().parent / "rpn.py"
PROPOSALS = CONVERTER.with_name("proposals.py")


class Call:
    """Pickles as a call of any function."""

    def __init__(self, function, *arguments):
        self.pair = function, arguments

    def __reduce__(self):
        return self.pair


def load(data):
    return restricted_pickle.load(io.BytesIO(data))


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.canary = pathlib.Path(self.folder.name) / "canary"

    def tearDown(self):
        self.assertFalse(self.canary.exists(), "a hostile pickle was executed")
        self.folder.cleanup()

    def test_functions_are_refused_by_name_and_not_called(self):
        command = f"touch {self.canary}"
        calls = [
            Call(os.system, command), Call(eval, f"open({str(self.canary)!r}, 'w')"),
            Call(exec, f"open({str(self.canary)!r}, 'w')"), Call(subprocess.check_output, command),
            Call(getattr, "", "format"), Call(open, str(self.canary), "w"),
            Call(__import__, "os"), Call(pickle.loads, b""), Call(np.fromfile, "x"),
        ]
        for call in calls:
            for protocol in range(2, 6):
                data = pickle.dumps({"model": {"a": call}}, protocol)
                with self.assertRaises(RefusedPickle) as caught:
                    load(data)
                self.assertIn(call.pair[0].__name__, str(caught.exception))

    def test_text_opcodes_are_refused_too(self):
        for data in (
            b"cos\nsystem\n(S'touch x'\ntR.", b"(S'touch x'\nios\nsystem\n.",
            b"\x80\x02cbuiltins\neval\nX\x01\x00\x00\x001\x85R.",
            b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x01x\x85R.",
            b"\x80\x02ctorch._utils\n_rebuild_tensor_v3\n.", b"\x80\x02\x82\x01.",
        ):
            with self.assertRaises(RefusedPickle):
                load(data)

    def test_types_cannot_be_changed(self):
        # BUILD on a storage's type, and attributes on a function of the table.
        for name in ("ctorch\nFloatStorage\n", "ccollections\nOrderedDict\n"):
            data = b"\x80\x02" + name.encode() + b"}X\x0a\x00\x00\x00numpy_nameX\x01\x00\x00\x00Osb."
            with self.assertRaises(RefusedPickle):
                load(data)
        self.assertEqual(restricted_pickle.STORAGES["FloatStorage"].numpy_name, "<f4")

    def test_arrays_of_objects_and_of_wrong_size_are_refused(self):
        with self.assertRaises(RefusedPickle):
            load(pickle.dumps(np.array([None, {}], dtype=object), 4))
        good = pickle.dumps(np.arange(6, dtype=np.float32).reshape(2, 3), 4)
        np.testing.assert_array_equal(load(good).values(), [[0, 1, 2], [3, 4, 5]])
        wrong = good.replace(b"K\x02K\x03\x86", b"K\x02K\x09\x86")
        self.assertNotEqual(good, wrong)
        with self.assertRaises(RefusedPickle):
            load(wrong).values()

    def test_tensors_may_not_reach_beyond_their_storage(self):
        storage = restricted_pickle.Storage(restricted_pickle.STORAGES["FloatStorage"], "0", 6)
        storage.data = struct.pack("<6f", *range(6))

        def tensor(offset, shape, strides):
            return restricted_pickle.Tensor(storage, offset, shape, strides)

        np.testing.assert_array_equal(tensor(1, (2, 2), (3, 1)).values(), [[1, 2], [4, 5]])
        np.testing.assert_array_equal(tensor(0, (3, 2), (1, 3)).values(), [[0, 3], [1, 4], [2, 5]])
        for bad in [
            (0, (7,), (1,)), (5, (2,), (1,)), (-1, (2,), (1,)), (0, (2,), (-1,)), (0, (2, 2), (1,)),
            (0, (2, 2), (6, 1)), (0, (1 << 40,), (0,)), (0, (-1,), (1,)), (0, (2.0,), (1,)),
            (0, (1,) * 9, (1,) * 9), ("0", (2,), (1,)),
        ]:
            with self.assertRaises(RefusedPickle, msg=str(bad)):
                tensor(*bad).values()

    def test_damaged_files_are_refused(self):
        good = pickle.dumps({"model": {"a": np.arange(40, dtype=np.float32)}}, 2)
        path = f"{self.folder.name}/x.pkl"
        for length in range(len(good)):
            pathlib.Path(path).write_bytes(good[:length])
            with self.assertRaises(RefusedPickle):
                checkpoint_file.tensors(path)
        for start in (b"", b"PK\x03\x04junk", b"GIF89a", b"\x80\x02", b"{}"):
            pathlib.Path(path).write_bytes(start)
            with self.assertRaises(RefusedPickle):
                checkpoint_file.tensors(path)

    def test_packed_zip_members_are_refused(self):
        path = f"{self.folder.name}/x.pth"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("archive/data.pkl", pickle.dumps({}, 2))
        with self.assertRaises(RefusedPickle) as caught:
            checkpoint_file.tensors(path)
        self.assertIn("packed", str(caught.exception))


def detectron2_arrays(is_c4=False, seed=1):
    """A tiny R50's arrays under detectron2's names."""
    random, found = np.random.default_rng(seed), {}

    def convolution(name, outputs, inputs, side, is_normed=True):
        found[f"{name}.weight"] = random.normal(size=(outputs, inputs, side, side))
        for part in ("weight", "bias", "running_mean", "running_var") if is_normed else ():
            found[f"{name}.norm.{part}"] = random.random(outputs)
        if not is_normed:
            found[f"{name}.bias"] = random.normal(size=outputs)

    body = "backbone" if is_c4 else "backbone.bottom_up"
    convolution(f"{body}.stem.conv1", 4, 3, 7)
    inputs = 4
    for stage, planes in ((2, 2), (3, 3), (4, 4), (5, 5)):
        prefix = "roi_heads" if is_c4 and stage == 5 else body
        convolution(f"{prefix}.res{stage}.0.shortcut", 4 * planes, inputs, 1)
        convolution(f"{prefix}.res{stage}.0.conv1", planes, inputs, 1)
        convolution(f"{prefix}.res{stage}.0.conv2", planes, planes, 3)
        convolution(f"{prefix}.res{stage}.0.conv3", 4 * planes, planes, 1)
        inputs = 4 * planes
        if not is_c4:
            convolution(f"backbone.fpn_lateral{stage}", 6, inputs, 1, is_normed=False)
            convolution(f"backbone.fpn_output{stage}", 6, 6, 3, is_normed=False)
    width, anchors = (16, 15) if is_c4 else (6, 3)
    head = "proposal_generator.rpn_head"
    convolution(f"{head}.conv", width, width, 3, is_normed=False)
    convolution(f"{head}.objectness_logits", anchors, width, 1, is_normed=False)
    convolution(f"{head}.anchor_deltas", 4 * anchors, width, 1, is_normed=False)
    found["proposal_generator.anchor_generator.cell_anchors.0"] = random.random((3, 4))
    found["roi_heads.box_predictor.cls_score.weight"] = random.random((81, 10))
    return {name: array.astype(np.float32) for name, array in found.items()}


def read_safetensors(path):
    data = pathlib.Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    return {
        name: np.frombuffer(data[8 + size:][slice(*entry["data_offsets"])], "<f4").reshape(
            entry["shape"]) for name, entry in header.items()}


class Converting(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()

    def convert(self, path, *options):
        return subprocess.run(
            [sys.executable, CONVERTER, path, self.folder / "out", *options], text=True,
            capture_output=True)

    def result(self):
        return (json.loads((self.folder / "out/config.json").read_text()),
                read_safetensors(self.folder / "out/model.safetensors"))

    def test_a_pickle_of_arrays_becomes_a_folder(self):
        arrays = detectron2_arrays()
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": arrays, "__author__": "x"}, 2))
        (self.folder / "base.txt").write_text("cat\n\n dog \n")
        done = self.convert(path, "--trained-on", self.folder / "base.txt")
        self.assertEqual(done.returncode, 0, done.stderr)
        configuration, tensors = self.result()
        self.assertEqual(configuration["kind"], "detectron2")
        self.assertEqual(configuration["trunk"]["planes"], [2, 3, 4, 5])
        self.assertEqual(configuration["trunk"]["stride_in"], "1x1")
        self.assertEqual(configuration["pixels"]["order"], "bgr")
        self.assertEqual(len(configuration["source"]["sha256"]), 64)
        np.testing.assert_array_equal(
            tensors["stages.3.0.conv3.weight"], arrays["backbone.bottom_up.res5.0.conv3.weight"])
        np.testing.assert_array_equal(
            tensors["pyramid.0.output.bias"], arrays["backbone.fpn_output2.bias"])
        np.testing.assert_array_equal(
            tensors["head.convolutions.0.weight"], arrays["proposal_generator.rpn_head.conv.weight"])
        # All but old anchors and the box head; nothing else may be lost.
        self.assertEqual(len(tensors), len(arrays) - 2)
        note = json.loads((self.folder / "out/trained_on.json").read_text())
        self.assertEqual(note, {"classes": ["cat", "dog"]})

    def test_another_model_is_not_overwritten(self):
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": detectron2_arrays()}, 4))
        out = self.folder / "out"
        out.mkdir()
        (out / "model.safetensors").write_bytes(b"weights of another model")
        for text in ('{"model_type": "owlv2"}', "{}", "[1]", "no json"):
            (out / "config.json").write_text(text)
            done = self.convert(path)
            self.assertEqual(done.returncode, 1)
            self.assertIn("another model", done.stderr)
            self.assertEqual((out / "config.json").read_text(), text)
            self.assertEqual((out / "model.safetensors").read_bytes(), b"weights of another model")

    def test_a_second_conversion_leaves_no_note_of_the_first(self):
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": detectron2_arrays()}, 4))
        (self.folder / "base.txt").write_text("cat\n")
        self.assertEqual(self.convert(path, "--trained-on", self.folder / "base.txt").returncode, 0)
        self.assertTrue((self.folder / "out/trained_on.json").exists())
        self.assertEqual(self.convert(path).returncode, 0)
        self.assertFalse((self.folder / "out/trained_on.json").exists())

    def test_options_replace_what_is_assumed(self):
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": detectron2_arrays()}, 4))
        self.assertEqual(self.convert(
            path, "--stride-in", "3x3", "--pixels", "rgb", "--norm-epsilon", "0.001").returncode, 0)
        configuration, _ = self.result()
        self.assertEqual(configuration["trunk"]["stride_in"], "3x3")
        self.assertEqual(configuration["trunk"]["norm_epsilon"], 0.001)
        self.assertEqual(configuration["pixels"]["mean"], [123.675, 116.28, 103.53])

    def test_a_c4_has_one_level_and_its_last_stage_is_left_out(self):
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": detectron2_arrays(is_c4=True)}, 4))
        self.assertEqual(self.convert(path).returncode, 0)
        configuration, tensors = self.result()
        self.assertIsNone(configuration["pyramid"])
        self.assertEqual(configuration["anchors"]["sizes"], [[32, 64, 128, 256, 512]])
        self.assertEqual(configuration["proposals"]["pre_nms"], 6000)
        self.assertEqual(configuration["resize"]["multiple"], 1)
        self.assertFalse(any(name.startswith(("stages.3", "pyramid")) for name in tensors))

    def test_prefixes_and_old_norms_are_understood(self):
        arrays = detectron2_arrays()
        bare = {f"module.offline_{name}": array for name, array in arrays.items()
                if "running" not in name}
        bare["module.backbone.visual.conv1.weight"] = np.zeros((2, 2), np.float32)
        path = self.folder / "a.pkl"
        path.write_bytes(pickle.dumps({"model": bare}, 4))
        self.assertEqual(self.convert(path).returncode, 0)
        configuration, tensors = self.result()
        self.assertIn("RegionCLIP", configuration["variant"])
        self.assertTrue((tensors["stem.norm.running_mean"] == 0).all())
        self.assertTrue((tensors["stem.norm.running_var"] == 1).all())

    def test_other_files_are_refused_with_what_was_found(self):
        for model, words in (
            ({"a.weight": np.zeros(3, np.float32)}, "a.weight"),
            ({"backbone.bottom_up.stem.conv1.weight": np.zeros((4, 3, 7, 7), np.float32)}, "no tensor"),
            ({name: array for name, array in detectron2_arrays().items()
              if "objectness" not in name}, "no region proposal network"),
            ({"backbone.body.conv1.weight": np.zeros((4, 3, 7, 7), np.int32)}, "int32"),
            ({}, "no dictionary of arrays"),
        ):
            path = self.folder / "a.pkl"
            path.write_bytes(pickle.dumps({"model": model}, 4))
            done = self.convert(path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
            self.assertFalse((self.folder / "out").exists())

    def test_files_of_torch_hold_what_they_hold(self):
        try:
            import torch
        except ImportError:
            self.skipTest("torch is not installed")
        arrays = detectron2_arrays()
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        shared = torch.arange(24, dtype=torch.float32)
        tensors |= {
            "view": shared[3:15].reshape(3, 4).t(), "other view": shared[::2],
            "half": shared.half(), "bfloat": shared.bfloat16(), "scalar": torch.tensor(7),
            "parameter": torch.nn.Parameter(shared), "none": torch.zeros(0, 3)}
        for is_zip in (True, False):
            path = self.folder / f"{is_zip}.pth"
            torch.save({"model": tensors, "iteration": 3}, path,
                       _use_new_zipfile_serialization=is_zip)
            found = checkpoint_file.tensors(path)
            self.assertEqual(set(found), set(tensors))
            for name, tensor in tensors.items():
                np.testing.assert_array_equal(found[name], tensor.detach().float().numpy())
            data = path.read_bytes()
            for length in (len(data) // 3, len(data) - 4096):
                (self.folder / "cut.pth").write_bytes(data[:length])
                with self.assertRaises(RefusedPickle):
                    checkpoint_file.tensors(self.folder / "cut.pth")


def endless():
    """A list that is its own element."""
    value = []
    value.append(value)
    return value


class Proposals(unittest.TestCase):
    """Pickled proposals become lines; see schemas/proposals.md."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def convert(self, *roots, names=("x.pkl",), protocol=4):
        paths = [self.folder / name for name in names]
        for path, root in zip(paths, roots):
            path.write_bytes(pickle.dumps(root, protocol))
        out = self.folder / "out.jsonl"
        done = subprocess.run([sys.executable, PROPOSALS, *paths, out], capture_output=True, text=True)
        self.assertEqual(list(self.folder.glob("*.tmp-*")), [])
        if done.returncode:
            self.assertEqual(done.returncode, 65, done.stderr)
            return done.stderr
        return [json.loads(line) for line in out.read_text().splitlines()]

    def test_detectron2_files_of_every_protocol(self):
        boxes = [np.array([[1, 2, 4, 6], [5, 5, 9, 9]], "f4"), np.zeros((0, 4), "f4")]
        root = {"ids": [139, "b"], "boxes": boxes, "bbox_mode": 0,
                "objectness_logits": [np.array([3.5, -1], "f4"), np.zeros(0, "f4")]}
        expected = [
            {"image_id": 139, "boxes": [[1, 2, 4, 6], [5, 5, 9, 9]], "logits": [3.5, -1]},
            {"image": "b", "boxes": [], "logits": []}]
        for protocol in range(2, 6):
            self.assertEqual(self.convert(root, protocol=protocol), expected)
        wide = dict(root, boxes=[np.array([[1, 2, 3, 4], [5, 5, 4, 4]]), []], bbox_mode=1)
        self.assertEqual(self.convert(wide), expected)

    def test_maps_and_lists_of_mavl_and_object_centric_ovd(self):
        both = {"a": ([[1, 2, 4, 6]], [0.5]), "b": (np.zeros((0, 4)), np.zeros(0))}
        self.assertEqual(self.convert(both), [
            {"image": "a", "boxes": [[1, 2, 4, 6]], "scores": [0.5]},
            {"image": "b", "boxes": [], "scores": []}])
        classes = {1: ([np.array([1, 2, 3, 4])], [np.float64(0.5)]), "salient": ([], [])}
        ranked = [([1, 2, 4, 6], np.zeros((1, 4), "f4")), ([1, 2, 3, 4], np.zeros((1, 4), "f4"))]
        found = self.convert(classes, ranked, names=("c.d.pkl", "e.pkl"))
        self.assertEqual([line["image"] for line in found], ["c.d", "e"])
        self.assertEqual(found[0]["boxes"], [[1, 2, 3, 4]])
        self.assertEqual(found[1]["boxes"], [[1, 2, 4, 6], [1, 2, 3, 4]])
        self.assertGreater(found[1]["scores"][0], found[1]["scores"][1])

    def test_classes_of_an_image_are_one_line_also_if_there_are_none(self):
        classes = {3: ([[1, 2, 3, 4]], [0.5]), 9: ([[2, 3, 4, 5], [0, 0, 1, 1]], [0.25, 0.75])}
        self.assertEqual(self.convert(classes, {}, names=("a.pkl", "b.pkl")), [
            {"image": "a", "boxes": [[1, 2, 3, 4], [2, 3, 4, 5], [0, 0, 1, 1]],
             "scores": [0.5, 0.25, 0.75]},
            {"image": "b", "boxes": [], "scores": []}])

    def test_outputs_of_a_detector_with_the_names_of_their_images(self):
        found = {"boxes": np.array([[1, 2, 4, 6]], "f4"), "scores": np.array([0.5], "f4"),
                 "labels": np.array([17])}
        line = {"boxes": [[1, 2, 4, 6]], "scores": [0.5]}
        self.assertEqual(self.convert({"a.jpg": found, 7: {"boxes": []}}), [
            {"image": "a.jpg", **line}, {"image_id": 7, "boxes": []}])
        named = [dict(found, image_id=np.array([139])), dict(found, file_name="b.jpg")]
        self.assertEqual(self.convert(named), [
            {"image_id": 139, **line}, {"image": "b.jpg", **line}])

    @unittest.skipUnless(importlib.util.find_spec("torch"), "torch is not installed")
    def test_files_of_torch_save_are_read(self):
        import torch
        found = {"boxes": torch.tensor([[1.0, 2, 4, 6]]), "scores": torch.tensor([0.5])}
        for root, expected in [
            ({"a.jpg": found}, {"image": "a.jpg"}),
            ([dict(found, image_id=torch.tensor([139]))], {"image_id": 139}),
        ]:
            source, out = self.folder / "x.pt", self.folder / "out.jsonl"
            torch.save(root, source)
            done = self.run_on(source, out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(
                json.loads(out.read_text()), {**expected, "boxes": [[1, 2, 4, 6]], "scores": [0.5]})
        torch.save([found], source)
        self.assertIn("json.dumps", self.run_on(source, out).stderr)

    def test_the_programs_own_rkd_is_read(self):
        # Written by hand as the export writes it: torch.from_numpy of an array.
        def tensor(pickled):
            return b"ctorch\nfrom_numpy\n(" + pickled + b"tR"
        array = pickle.dumps(np.zeros((1, 4), "f4"), 2)[2:-1]
        path = self.folder / "e.pkl"
        box = b"](K\x01K\x02K\x04K\x06e"
        path.write_bytes(b"\x80\x03](" + box + tensor(array) + b"\x86e.")
        out = self.folder / "out.jsonl"
        done = self.run_on(path, out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(
            json.loads(out.read_text()), {"image": "e", "boxes": [[1, 2, 4, 6]], "scores": [1.0]})

    def run_on(self, *arguments):
        return subprocess.run(
            [sys.executable, PROPOSALS, *arguments], capture_output=True, text=True)

    def test_a_folder_stands_for_its_pickles_by_name(self):
        source = self.folder / "pickles"
        source.mkdir()
        out = self.folder / "out.jsonl"
        self.assertEqual(self.run_on(source, out).returncode, 66)
        for name, side in (("b", 2), ("a", 1), ("c.d", 3)):
            (source / f"{name}.pkl").write_bytes(pickle.dumps({1: ([[0, 0, side, side]], [0.5])}))
        (source / "notes.txt").write_text("x")
        done = self.run_on(source, out)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual([line["image"] for line in found], ["a", "b", "c.d"])
        self.assertEqual([line["boxes"][0][2] for line in found], [1, 2, 3])
        (source / "b.pkl").write_bytes(pickle.dumps({1: 7}))
        done = self.run_on(source, out)
        self.assertEqual(done.returncode, 65)
        self.assertIn("b.pkl: refused", done.stderr)

    def test_sources_are_never_overwritten(self):
        paths = [self.folder / name for name in ("a.pkl", "b.pkl", "c.bin")]
        for path in paths:
            path.write_bytes(pickle.dumps({}))
        (self.folder / "link.jsonl").symlink_to("c.bin")
        for arguments in (
            paths[:2], [paths[0], self.folder / "new.PTH"], [paths[0], self.folder / "n.pickle"],
            [paths[2], paths[2]], [paths[2], self.folder / "link.jsonl"],
        ):
            before = {path: path.read_bytes() for path in self.folder.iterdir()}
            done = self.run_on(*arguments)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertEqual({path: path.read_bytes() for path in self.folder.iterdir()}, before)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "torch is not installed")
    def test_tensors_beside_boxes_are_not_opened(self):
        import torch
        found = self.convert([([1, 2, 4, 6], torch.zeros(1, 512))], names=("e.pkl",))
        self.assertEqual(found, [{"image": "e", "boxes": [[1, 2, 4, 6]], "scores": [1.0]}])

    def test_what_is_none_of_these_is_refused(self):
        canary = self.folder / "canary"
        for root, text in [
            ({"ids": [1], "boxes": [Call(os.system, f"touch {canary}")], "scores": [[1]]}, "system"),
            ({"ids": [1, 2], "boxes": [[]], "scores": [[1]]}, "different lengths"),
            ({"ids": [1], "boxes": [[[1, 2, 3]]], "scores": [[1]]}, "expected [n, 4]"),
            ({"ids": [1], "boxes": [[[1, 2, 3, 4]]], "scores": [[1, 2]]}, "1 boxes and 2 scores"),
            ({"ids": [1], "boxes": [[[1, 2, 3, "4"]]], "scores": [[1]]}, "str"),
            ({"ids": [1], "boxes": [[]], "scores": [[]], "bbox_mode": 7}, "bbox_mode 7"),
            ([1, 2], "neither"), (7, "neither"),
            ({"boxes": [[]]}, "json.dumps"), ([{"boxes": [], "scores": []}], "json.dumps"),
            ({"boxes": [[]], "ids": [1]}, "KeyError"),
            ([{"boxes": [], "image_id": [1, 2]}], "expected a number or a text"),
            ({"a": {"boxes": [[1, 2, 3, 4]], "scores": []}}, "1 boxes and 0 scores"),
            ({"ids": 3, "boxes": [[]], "scores": [[]]}, "TypeError"),
            ({"ids": [1], "boxes": [[[1, 2, 3, 10 ** 400]]], "scores": [[1]]}, "OverflowError"),
            ({"ids": [1], "boxes": [[]], "scores": [[]], "bbox_mode": []}, "bbox_mode"),
            ({"ids": [1], "boxes": [endless()], "scores": [[]]}, "RecursionError"),
        ]:
            self.assertIn(text, self.convert(root), root)
        self.assertFalse(canary.exists())


class Writing(unittest.TestCase):
    def test_safetensors_are_laid_out_by_name_without_holes(self):
        with tempfile.TemporaryDirectory() as folder:
            arrays = {"b": np.arange(6, dtype="<f4").reshape(2, 3), "a": np.zeros((0, 2), "<f4")}
            safetensors_file.save(arrays, f"{folder}/x.safetensors")
            found = read_safetensors(f"{folder}/x.safetensors")
            self.assertEqual(list(found), ["a", "b"])
            np.testing.assert_array_equal(found["b"], arrays["b"])
            self.assertEqual(os.listdir(folder), ["x.safetensors"])


if __name__ == "__main__":
    unittest.main()
