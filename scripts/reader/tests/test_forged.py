#!/usr/bin/env python3
"""Shards whose checksums are right and whose claims are not: each check of the reader alone."""

import hashlib
import pathlib
import struct
import sys
import tempfile
import time
import unittest

import zstandard

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

from pseudobox_reader import (  # noqa: E402
    DamagedShardError, Dataset, NotAShardError, Shard, ShardError, VersionError)

GOLDEN = ROOT / "Tests/Golden/shards/v1.2"
REGIONS = GOLDEN / "regions/unit-00000007.plr.zst"
LABELS = GOLDEN / "labels/set/unit-00000007.plr.zst"


def skippable(magic, content, length=None):
    return struct.pack("<II", magic, len(content) if length is None else length) + content


class Parts:
    """The parts of a shard, taken apart; put together again with checksums that fit."""

    def __init__(self, path):
        data = path.read_bytes()
        count = struct.unpack("<I", data[-9:-5])[0]
        end = len(data) - 17 - 12 * count
        frames, place = [], 0
        for size, _, _ in struct.iter_unpack("<III", data[end + 8 : end + 8 + 12 * count]):
            frames.append(data[place : place + size])
            place += size
        self.header = frames[0][24:-8]
        self.start = frames[0][8:20]  # PLRSHARD and the versions
        self.header_length = self.header_check = self.header_magic = None
        self.directory_magic = self.directory_check = self.table_magic = None
        self.frames = frames[1:-1]
        self.sizes = [zstandard.frame_content_size(frame) for frame in self.frames]
        self.entries = [
            bytearray(frames[-1][24 + 24 * i : 48 + 24 * i]) for i in range(len(self.frames))]
        self.between = b""
        self.footer = None
        self.checks = {}
        self.first = (0, 0)

    def payload(self, index):
        return bytearray(zstandard.ZstdDecompressor().decompress(self.frames[index]))

    def put(self, index, payload):
        """Another payload, with the digest that fits it."""
        self.frames[index] = zstandard.ZstdCompressor(write_checksum=True).compress(bytes(payload))
        self.sizes[index] = len(payload)
        self.entries[index][8:16] = hashlib.sha256(payload).digest()[:8]

    def bytes(self):
        content = self.start + struct.pack("<I", len(self.header)) + self.header
        content += self.header_check or hashlib.sha256(content).digest()[:8]
        header = skippable(self.header_magic or 0x184D2A50, content, self.header_length)
        data = header + b"".join(self.frames)
        content = b"PLRDIR01" + struct.pack("<II", len(self.entries), 0) + b"".join(self.entries)
        content += self.directory_check or hashlib.sha256(content).digest()[:8]
        directory = skippable(self.directory_magic or 0x184D2A51, content + bytes(32))
        data += directory + self.between
        table = struct.pack("<III", len(header), *self.first)
        for index, (frame, size) in enumerate(zip(self.frames, self.sizes, strict=True)):
            check = self.checks.get(index, int.from_bytes(frame[-4:], "little"))
            table += struct.pack("<III", len(frame), size, check)
        table += struct.pack("<III", len(directory), 0, 0)
        table += self.footer or struct.pack("<IBI", len(self.frames) + 2, 0x80, 0x8F92EAB1)
        return data + skippable(self.table_magic or 0x184D2A5E, table)


# Each change, and what the reader says of it: only one check can see it.
CHANGES = {}


def change(text, error=DamagedShardError):
    def note(function):
        CHANGES[function.__name__] = (function, text, error)
        return function
    return note


@change("its checksum differs from the seek table")
def another_checksum_in_the_seek_table(parts):
    parts.checks[0] = int.from_bytes(parts.frames[0][-4:], "little") ^ 1


@change("another size or no checksum")
def a_frame_without_checksum(parts):
    payload = parts.payload(0)
    parts.frames[0] = zstandard.ZstdCompressor(write_checksum=False).compress(bytes(payload))


@change("another size or no checksum")
def a_size_that_is_not_the_frames(parts):
    parts.sizes[0] += 1


@change("a dictionary or a large window")
def a_frame_with_a_dictionary(parts):
    parts.frames[0] = b"\x28\xb5\x2f\xfd\xe5\x09" + struct.pack("<Q", 256) + b"\1\0\0\1\2\3\4"
    parts.sizes[0] = 256


@change("a dictionary or a large window")
def a_frame_with_a_window_of_two_gib(parts):
    parts.frames[0] = b"\x28\xb5\x2f\xfd\xc4\xa8" + struct.pack("<Q", 256) + b"\1\0\0\1\2\3\4"
    parts.sizes[0] = 256


@change("record 0")
def bytes_behind_a_frame(parts):
    parts.frames[0] += b"more"


@change("it differs from the directory")
def a_directory_with_another_image(parts):
    parts.entries[0][0] ^= 1


@change("it differs from the directory")
def a_directory_with_more_regions(parts):
    parts.entries[0][16] ^= 1


@change("it differs from the directory")
def a_directory_with_another_digest(parts):
    parts.entries[0][8] ^= 1


@change("the header's checksum")
def another_header_checksum(parts):
    parts.header_check = bytes(8)


@change("the header's lengths")
def another_header_length(parts):
    parts.header_length = 7


@change("an unknown kind")
def a_header_of_an_unknown_kind(parts):
    parts.header = parts.header.replace(b'"kind":"regions"', b'"kind":"reasons"')


@change("has format version 2", VersionError)
def a_later_major_version(parts):
    parts.start = parts.start[:8] + b"\2" + parts.start[9:]


@change("expected a pseudobox shard", NotAShardError)
def another_first_frame(parts):
    parts.header_magic = 0x184D2A53


@change("the directory's checksum")
def another_directory_checksum(parts):
    parts.directory_check = bytes(8)


@change("the directory's lengths")
def another_directory_magic(parts):
    parts.directory_magic = 0x184D2A53


@change("another number of records")
def a_directory_with_a_record_more(parts):
    parts.entries.append(parts.entries[-1])


@change("the seek table's lengths")
def another_seek_table_magic(parts):
    parts.table_magic = 0x184D2A53


@change("the seek table's sizes")
def bytes_before_the_seek_table(parts):
    parts.between = b"more"


@change("the seek table's sizes")
def a_record_of_65_mib(parts):
    parts.sizes[0] = 65 << 20


@change("the first or last frame has content")
def a_first_frame_with_content(parts):
    parts.first = (5, 0)


@change("does not end with a seek table")
def a_footer_with_reserved_bits(parts):
    parts.footer = struct.pack("<IBI", len(parts.frames) + 2, 0x81, 0x8F92EAB1)


@change("begin as a record")
def a_later_record(parts):
    payload = parts.payload(0)
    payload[4] = 2
    parts.put(0, payload)


@change("begin as a record")
def a_record_with_reserved_flags(parts):
    payload = parts.payload(0)
    payload[6] |= 2
    parts.entries[0][20] |= 2
    parts.put(0, payload)


@change("do not fill it")
def bytes_behind_the_columns(parts):
    parts.put(0, parts.payload(0) + b"\0")


@change("ends inside an element")
def planes_of_an_odd_size(parts):
    payload = parts.payload(0)
    key, count = struct.unpack("<HH", payload[32:36])
    places = [40 + key + 8 * i for i in range(count)]
    size = 0
    for place in places:
        (own,) = struct.unpack("<I", payload[place + 4 : place + 8])
        size += own
        if payload[place] == 15:
            payload[place + 4 : place + 8] = struct.pack("<I", own - 1)
            del payload[40 + key + 8 * count + size - 1]
            break
    parts.put(0, payload)


class ForgedTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_parts_put_together_are_the_shard_but_for_the_files_digest(self):
        for golden in (REGIONS, LABELS):
            data, good = Parts(golden).bytes(), golden.read_bytes()
            self.assertEqual(len(data), len(good))
            self.assertLessEqual(sum(a != b for a, b in zip(data, good, strict=True)), 32)
            path = self.folder / golden.name
            path.write_bytes(data)
            self.assertEqual([repr(r) for r in Shard(path)], [repr(r) for r in Shard(golden)])

    def test_each_claim_that_is_wrong_is_refused_by_its_own_check(self):
        for name, (function, text, error) in CHANGES.items():
            with self.subTest(name):
                parts = Parts(REGIONS)
                function(parts)
                path = self.folder / REGIONS.name
                path.write_bytes(parts.bytes())
                start = time.process_time()
                with self.assertRaisesRegex(error, text):
                    Shard(path)[0]
                self.assertLess(time.process_time() - start, 0.5)

    def test_a_shard_that_changes_under_an_open_folder_is_refused(self):
        regions = self.folder / "regions"
        regions.mkdir()
        path = regions / REGIONS.name
        path.write_bytes(REGIONS.read_bytes())
        data = Dataset(self.folder)
        parts = Parts(REGIONS)
        for values in (parts.frames, parts.sizes, parts.entries):
            values.pop()
        path.write_bytes(parts.bytes())
        with self.assertRaisesRegex(ShardError, "when the folder was opened"):
            data[0]

    def test_a_folder_with_a_file_that_was_cut_is_refused(self):
        regions = self.folder / "regions"
        regions.mkdir()
        good = REGIONS.read_bytes()
        for data in (good[:-1], good[:5], b""):
            (regions / REGIONS.name).write_bytes(data)
            with self.assertRaises(ShardError):
                Dataset(self.folder)[0]

    def test_labels_of_another_image_are_not_joined(self):
        for golden, name in ((REGIONS, "regions"), (LABELS, "labels/set")):
            (self.folder / name).mkdir(parents=True)
            (self.folder / name / golden.name).write_bytes(golden.read_bytes())
        parts = Parts(LABELS)
        payload = parts.payload(0)
        payload[40] ^= 1
        parts.put(0, payload)
        (self.folder / "labels/set" / LABELS.name).write_bytes(parts.bytes())
        with self.assertRaisesRegex(ShardError, "stand where regions"):
            Dataset(self.folder).joined("set")[0]


if __name__ == "__main__":
    unittest.main()
