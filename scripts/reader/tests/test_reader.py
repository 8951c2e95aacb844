#!/usr/bin/env python3
"""The reader against the golden shards: python3 -m unittest discover scripts/reader/tests"""

import json
import os
import pathlib
import pickle
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import numpy
import zstandard

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

from pseudobox_reader import (  # noqa: E402
    DamagedShardError, Dataset, NotAShardError, Shard, ShardError, VersionError)

GOLDEN = ROOT / "Tests/Golden/shards/v1.2"
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
            self.assertEqual(found.difference_hash, expected.get("differenceHash"))
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
        self.assertEqual(header["columns"][-1]["name"], "difference_hash")

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

    def rebuilt(self, change):
        """The golden shard with other frames and a seek table that fits them."""
        good = (GOLDEN / SHARDS[0]).read_bytes()
        count = struct.unpack("<I", good[-9:-5])[0]
        end = len(good) - 17 - 12 * count
        table = [list(e) for e in struct.iter_unpack("<III", good[end + 8 : end + 8 + 12 * count])]
        frames, place = [], 0
        for entry in table:
            frames.append(good[place : place + entry[0]])
            place += entry[0]
        change(frames)
        for entry, frame in zip(table[1:-1], frames[1:-1], strict=True):
            size = zstandard.frame_content_size(frame)
            entry[:] = len(frame), size, int.from_bytes(frame[-4:], "little")
        seek = b"".join(struct.pack("<III", *entry) for entry in table) + good[-9:]
        return b"".join(frames) + struct.pack("<II", 0x184D2A5E, len(seek)) + seek

    def test_records_that_are_others_are_refused_though_their_checksums_fit(self):
        def swap(frames):
            frames[1], frames[3] = frames[3], frames[1]

        def edit(frames):
            payload = bytearray(zstandard.ZstdDecompressor().decompress(frames[1]))
            payload[-1] ^= 1
            packer = zstandard.ZstdCompressor(write_checksum=True)
            frames[1] = packer.compress(bytes(payload))

        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "unit-00000007.plr.zst"
            path.write_bytes(self.rebuilt(lambda frames: None))
            self.assertEqual(path.read_bytes(), (GOLDEN / SHARDS[0]).read_bytes())
            for change in (swap, edit):
                path.write_bytes(self.rebuilt(change))
                with self.assertRaisesRegex(DamagedShardError, "differs from the directory"):
                    Shard(path)[0]

    def test_bombs_and_false_claims_cost_nothing(self):
        huge = struct.pack("<Q", 1 << 60)
        for claim in (
            b"\x28\xb5\x2f\xfd\xe4" + huge, b"\x28\xb5\x2f\xfd\xc4\xa8" + huge,
            zstandard.ZstdCompressor(write_checksum=True).compress(bytes(65 << 20)),
        ):
            good = (GOLDEN / SHARDS[0]).read_bytes()
            count = struct.unpack("<I", good[-9:-5])[0]
            end = len(good) - 17 - 12 * count
            first, size = struct.unpack("<I", good[end + 8 : end + 12])[0], good[end + 20 : end + 24]
            frame = claim + b"\1\0\0abcd"
            table = bytearray(good[end:])
            table[20:32] = struct.pack("<I", len(frame)) + size + frame[-4:]
            old = struct.unpack("<I", good[end + 20 : end + 24])[0]
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "unit-00000007.plr.zst"
                path.write_bytes(good[:first] + frame + good[first + old : end] + bytes(table))
                start = time.process_time()
                with self.assertRaises(DamagedShardError):
                    Shard(path)[0]
                self.assertLess(time.process_time() - start, 0.5)

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

    def test_errors_say_what_kind_of_file_it_is_and_travel(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "unit-00000000.plr.zst"
            good = (GOLDEN / SHARDS[0]).read_bytes()
            for data, kind in [
                (b"", NotAShardError), (b"PK" + good, NotAShardError),
                (good[:16] + b"\2" + good[17:], VersionError), (good[:-1], DamagedShardError),
            ]:
                path.write_bytes(data)
                with self.assertRaises(kind) as caught:
                    Shard(path)
                again = pickle.loads(pickle.dumps(caught.exception))
                self.assertEqual((type(again), str(again)), (kind, str(caught.exception)))
                self.assertIn(str(path), str(again))

    def test_joined_pairs_are_of_the_same_image(self):
        joined = self.data.joined()
        self.assertEqual(len(joined), len(self.data))
        for place, (regions, labels) in enumerate(joined):
            self.assertEqual(regions.key, labels.key)
            self.assertEqual(joined[regions.key][1].key, labels.key)
            self.assertEqual(joined[place][0].image_id, regions.image_id)
        with self.assertRaises(KeyError):
            self.data.labels("none")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(GOLDEN / "regions", pathlib.Path(folder) / "regions")
            (pathlib.Path(folder) / "labels/set").mkdir(parents=True)
            with self.assertRaisesRegex(ShardError, "labels are missing"):
                Dataset(folder).joined()

    def test_threads_and_pickles_read_the_same(self):
        truth = [repr(record) for record in self.data]
        found = []

        def read(data):
            found.append([repr(record) for record in data])

        copies = [self.data] * 4 + [pickle.loads(pickle.dumps(self.data))]
        threads = [threading.Thread(target=read, args=(data,)) for data in copies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [truth] * 5)

    def test_a_forked_child_reads_with_the_parents_files(self):
        truth = [repr(record) for record in self.data]
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                same = [repr(record) for record in self.data] == truth
                os.write(write, b"same" if same else b"other")
            finally:
                os._exit(0)
        os.close(write)
        self.assertEqual([repr(record) for record in self.data], truth)
        self.assertEqual(os.read(read, 10), b"same")
        os.close(read)
        os.waitpid(child, 0)

    def test_a_child_forked_while_another_thread_opens_a_shard_does_not_hang(self):
        read, write = os.pipe()
        with self.data._held.lock:  # as a thread in shard() has it
            child = os.fork()
            if child == 0:
                os.write(write, repr(self.data[0].key).encode())
                os._exit(0)
        os.close(write)
        found, _, _ = select.select([read], [], [], 20)
        if not found:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.assertEqual(os.read(read, 1000).decode(), repr(self.data[0].key))
        os.close(read)

    def test_an_index_with_a_query_in_place_of_a_table_is_not_asked(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(GOLDEN / "regions", folder / "regions")
            with sqlite3.connect(folder / "index.db") as database:
                database.executescript("""
                    CREATE TABLE shards (shard INTEGER PRIMARY KEY, name TEXT);
                    CREATE TABLE records (image INTEGER, kind TEXT, shard INTEGER, ordinal);
                    INSERT INTO shards VALUES (0, 'unit-00000007.plr.zst');
                    INSERT INTO records VALUES (0, 'regions', 0, 0);
                    CREATE VIEW images AS WITH RECURSIVE n (image) AS (
                        SELECT 0 UNION ALL SELECT 1 - image FROM n)
                    SELECT image, CAST(image AS BLOB) AS key FROM n;""")
            database.close()
            # In a process of its own: a query without end holds on to its interpreter.
            code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts/reader')!r}); " \
                "from pseudobox_reader import Dataset; " \
                f"print(Dataset({str(folder)!r}).find({self.data[1].key!r}))"
            found = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
            self.assertEqual(found.stdout, "(0, 1)\n", found.stderr)

    def test_an_index_that_is_wrong_or_damaged_is_only_slower(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(GOLDEN / "regions", folder / "regions")
            index = folder / "index.db"
            with sqlite3.connect(index) as database:
                database.executescript("""
                    CREATE TABLE images (image INTEGER PRIMARY KEY, key BLOB);
                    CREATE TABLE records (image INTEGER, kind TEXT, shard INTEGER, ordinal);
                    CREATE TABLE shards (shard INTEGER PRIMARY KEY, name TEXT);
                    INSERT INTO shards VALUES (0, 'unit-00000007.plr.zst');""")
                for number, image in enumerate(self.data):
                    database.execute("INSERT INTO images VALUES (?, ?)", (number, image.key))
                    database.execute(
                        "INSERT INTO records VALUES (?, 'regions', 0, ?)",
                        (number, [number, number + 1, 10**6, "x"][number % 4]))
            database.close()
            for data in (Dataset(folder), pickle.loads(pickle.dumps(Dataset(folder)))):
                for place, image in enumerate(self.data):
                    self.assertEqual(data.find(image.key), (0, place))
                    self.assertEqual(data[image.key].image_id, image.image_id)
                self.assertIsNone(data.find(b"none"))
            index.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
            self.assertEqual(Dataset(folder).find(self.data[1].key), (0, 1))


if __name__ == "__main__":
    unittest.main()
