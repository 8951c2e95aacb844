"""Read Pseudobox data sets: numpy and zstandard, nothing else.

    from pseudobox_reader import Dataset

    data = Dataset("output/quickstart")
    for image in data:                       # in order of keys
        image.key, image.boxes, image.embeddings[:-1]
    image = data["images/000000000139.jpg"]  # random access
    labels = data.labels()["images/000000000139.jpg"]

The format is drawn in schemas/shard-format.md. Every checksum is verified; damage raises
ShardError and is never returned as data. Objects may be used by many threads, and by processes
that were forked after opening: files are read with os.pread and no offset is shared.

    python3 pseudobox_reader.py DATASET      checks every record and prints a summary
"""

import collections
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import struct
import sys

import numpy
import zstandard

MAJOR = 1
PAYLOAD_BYTES_MAX = 64 << 20
RECORDS_MAX = 65_536
COLUMN_TYPES = {1: "u1", 2: "<u2", 3: "<u4", 4: "<u8", 5: "<f2", 6: "<f4"}
SHARD_NAME = re.compile(r"unit-(\d{8})\.plr\.zst")

DIGEST, BOX, SCORE, LOGIT, SOURCE, REASON, DETAIL, EMBEDDING = 1, 2, 3, 4, 5, 6, 7, 15
QUERY, CLASS_REGION, CLASS_SHIFT, CLASS_SCALE, CLASS_EMBEDDING = 16, 17, 18, 19, 20
CONCEPT_ID, COSINE, LOG_SUM_EXP, MAX_PROBABILITY = 32, 33, 34, 35
LABEL_CONCEPT, LABEL_CAPTION, LABEL_START, LABEL_END = 36, 37, 38, 39
CLASS_BOX_CONCEPT, CLASS_BOX_REGION, CLASS_BOX_SCORE = 40, 41, 42


class ShardError(ValueError):
    """A file is not what a writer of shards wrote."""


@dataclasses.dataclass(frozen=True, eq=False)
class Regions:
    """One image of the regions pass; a rejected image has a reason and no regions."""

    image_id: int
    key: bytes
    width: int
    height: int
    sha256: bytes  # of the encoded file; empty when it could not be read
    reason: str | None
    detail: str | None
    boxes: numpy.ndarray  # float32 [N, 4], x1 y1 x2 y2 in pixels
    scores: numpy.ndarray  # float32 [N], 0...1
    logits: numpy.ndarray  # float32 [N]
    sources: numpy.ndarray  # uint8 [N]
    embeddings: numpy.ndarray  # float16 [N + 1, D], not normalised, last row the whole image
    # What a later text is compared with, for C of the regions: its logit is
    # (embedding . text + shift) * scale, both of length 1. All are empty where nothing is kept.
    queries: numpy.ndarray  # uint32 [N] or [0], number of the source's query, 0xFFFFFFFF for none
    class_regions: numpy.ndarray  # uint32 [C], ascending
    class_shifts: numpy.ndarray  # float32 [C]
    class_scales: numpy.ndarray  # float32 [C]
    class_embeddings: numpy.ndarray  # float16 [C, E]


@dataclasses.dataclass(frozen=True, eq=False)
class Labels:
    """One image of the labels pass."""

    image_id: int
    key: bytes
    concept_ids: numpy.ndarray  # uint32 [N, K], best first
    cosines: numpy.ndarray  # float32 [N, K]
    log_sum_exp: numpy.ndarray  # float32 [N]
    max_probability: numpy.ndarray  # float32 [N]
    image_labels: numpy.ndarray  # uint32 [L, 4]: concept, caption, start, end
    class_box_concepts: numpy.ndarray  # uint32 [M]
    class_box_regions: numpy.ndarray  # uint32 [M]
    class_box_scores: numpy.ndarray  # float32 [M]


class Shard:
    """One shard: len(), shard[i], iteration."""

    def __init__(self, path):
        self.path = os.fspath(path)
        self._file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._open()
        except (struct.error, UnicodeDecodeError, KeyError) as error:
            raise self._damaged(f"its lengths do not fit ({error})") from error

    def __del__(self):
        if getattr(self, "_file", None) is not None:
            os.close(self._file)
            self._file = None

    def __len__(self):
        return len(self._entries)

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        payload = self._payload(index)
        try:
            image_id, key, fields, columns = parse_payload(payload)
            _, _, regions, flags = self._entries[index]
            if (image_id, fields["n"], fields["flags"]) != (self._entries[index][0], regions, flags):
                raise ShardError("it differs from the directory")
            make = make_regions if self.header["kind"] == "regions" else make_labels
            return make(image_id, key, fields, columns)
        except (ShardError, struct.error, KeyError, ValueError) as error:
            raise self._damaged(f"record {index}: {error}") from error

    def key(self, index):
        """The key of record `index`."""
        return parse_payload(self._payload(index))[1]

    def find(self, key):
        """Index of the record of `key`, or None; keys ascend, so this halves the range."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            found = self.key(middle)
            if found == key:
                return middle
            if found < key:
                low = middle + 1
            else:
                high = middle
        return None

    def _open(self):
        size = os.fstat(self._file).st_size
        start = self._read(0, min(18, size))
        if start[:4] != struct.pack("<I", 0x184D2A50) or start[8:16] != b"PLRSHARD":
            raise ShardError(f"{self.path}: expected a pseudobox shard")
        (major,) = struct.unpack("<H", start[16:18])
        if major != MAJOR:
            raise ShardError(f"{self.path}: has format version {major}, expected {MAJOR}")
        count, flags, magic = struct.unpack("<IBI", self._read(size - 9, 9))
        if magic != 0x8F92EAB1 or flags != 0x80 or not 2 <= count <= RECORDS_MAX + 2:
            raise self._damaged("it does not end with a seek table")
        table_size = 17 + 12 * count
        table = self._read(size - table_size, table_size)
        if struct.unpack("<II", table[:8]) != (0x184D2A5E, table_size - 8):
            raise self._damaged("the seek table's lengths do not fit")
        self._frames = numpy.frombuffer(table[8:-9], "<u4").reshape(count, 3).astype(numpy.int64)
        ends = numpy.cumsum(self._frames[:, 0])
        self._offsets = ends - self._frames[:, 0]
        if ends[-1] != size - table_size or self._frames[:, 1].max() > PAYLOAD_BYTES_MAX:
            raise self._damaged("the seek table's sizes do not fit")
        self.header = self._read_header()
        self._entries = self._read_directory()

    def _read_header(self):
        frame = self._read(0, int(self._frames[0, 0]))
        (length,) = struct.unpack("<I", frame[20:24])
        content, check = frame[8 : 24 + length], frame[24 + length :]
        if struct.unpack("<I", frame[4:8]) != (len(frame) - 8,):
            raise self._damaged("the header's lengths do not fit")
        if hashlib.sha256(content).digest()[:8] != check:
            raise self._damaged("the header's checksum differs")
        return json.loads(content[16:].decode())

    def _read_directory(self):
        frame = self._read(int(self._offsets[-1]), int(self._frames[-1, 0]))
        magic, length = struct.unpack("<II", frame[:8])
        name, count, zero = struct.unpack("<8sII", frame[8:24])
        end = 24 + 24 * count
        if (magic, length, name, zero) != (0x184D2A51, len(frame) - 8, b"PLRDIR01", 0):
            raise self._damaged("the directory's lengths do not fit")
        if count != len(self._frames) - 2 or len(frame) != end + 40:
            raise self._damaged("the directory has another number of records")
        if hashlib.sha256(frame[8:end]).digest()[:8] != frame[end : end + 8]:
            raise self._damaged("the directory's checksum differs")
        self.content_sha256 = frame[end + 8 :]
        return [entry[:4] for entry in struct.iter_unpack("<Q8sIHH", frame[24:end])]

    def _payload(self, index):
        length, size, checksum = (int(value) for value in self._frames[index + 1])
        frame = self._read(int(self._offsets[index + 1]), length)
        if struct.unpack("<I", frame[-4:]) != (checksum,):
            raise self._damaged(f"record {index}: its checksum differs from the seek table")
        try:
            parameters = zstandard.get_frame_parameters(frame)
            if not parameters.has_checksum or parameters.content_size != size:
                raise ShardError("its frame has another size or no checksum")
            if parameters.dict_id or parameters.window_size > max(8 << 20, size):
                raise ShardError("its frame asks for a dictionary or a large window")
            # By default the library accepts and drops bytes after the frame.
            payload = zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)
        except (zstandard.ZstdError, ShardError) as error:
            raise self._damaged(f"record {index}: {error}") from error
        if hashlib.sha256(payload).digest()[:8] != self._entries[index][1]:
            raise self._damaged(f"record {index}: it differs from the directory")
        return payload

    def _read(self, offset, count):
        if offset < 0:
            raise self._damaged("the file ends early")
        data = b""
        while len(data) < count:
            piece = os.pread(self._file, count - len(data), offset + len(data))
            if not piece:
                raise self._damaged("the file ends early")
            data += piece
        return data

    def _damaged(self, detail):
        return ShardError(f"{self.path}: is damaged: {detail}")


def parse_payload(payload):
    """Image id, key, fixed fields and columns of a record's bytes."""
    names = ["magic", "version", "flags", "image_id", "n", "width", "height", "d", "k"]
    values = struct.unpack("<4sHHQIIIHHHHI", payload[:40])
    fields = dict(zip(names, values))
    key_size, column_count, zero = values[9:]
    if fields["magic"] != b"PLR1" or fields["version"] != 1 or fields["flags"] > 1 or zero:
        raise ShardError("it does not begin as a record of version 1")
    place = 40 + key_size
    key = payload[40:place]
    table = list(struct.iter_unpack("<BBBBI", payload[place : place + 8 * column_count]))
    place += 8 * column_count
    columns = {}
    for number, kind, transform, _, size in table:
        data = payload[place : place + size]
        place += size
        if kind not in COLUMN_TYPES or transform > 1:
            continue  # of a later minor version
        if transform == 1:
            data = numpy.frombuffer(data, "u1").reshape(2, -1)[::-1].T.tobytes()
        columns[number] = numpy.frombuffer(data, COLUMN_TYPES[kind])
    if place != len(payload):
        raise ShardError("its columns do not fill it")
    return fields["image_id"], key, fields, columns


def make_regions(image_id, key, fields, columns):
    """A Regions from parsed fields."""
    is_rejected = fields["flags"] == 1
    n, d = fields["n"], fields["d"]
    empty = numpy.zeros(0, "f4")
    owners = columns.get(CLASS_REGION, numpy.zeros(0, "u4"))
    sides = columns.get(CLASS_EMBEDDING, numpy.zeros(0, "f2"))
    return Regions(
        image_id=image_id,
        key=key,
        width=fields["width"],
        height=fields["height"],
        sha256=columns[DIGEST].tobytes(),
        reason=columns[REASON].tobytes().decode() if is_rejected else None,
        detail=columns[DETAIL].tobytes().decode() if is_rejected else None,
        boxes=(empty if is_rejected else columns[BOX]).reshape(n, 4),
        scores=(empty if is_rejected else columns[SCORE]).reshape(n),
        logits=(empty if is_rejected else columns[LOGIT]).reshape(n),
        sources=(empty.astype("u1") if is_rejected else columns[SOURCE]).reshape(n),
        embeddings=numpy.zeros((0, 0), "f2")
        if is_rejected
        else columns[EMBEDDING].reshape(n + 1, d),
        queries=columns.get(QUERY, numpy.zeros(0, "u4")),
        class_regions=owners,
        class_shifts=columns.get(CLASS_SHIFT, empty),
        class_scales=columns.get(CLASS_SCALE, empty),
        class_embeddings=sides.reshape(len(owners), -1) if len(owners) else sides.reshape(0, 0),
    )


def make_labels(image_id, key, fields, columns):
    """A Labels from parsed fields."""
    n, k = fields["n"], fields["k"]
    spans = [columns[i] for i in (LABEL_CONCEPT, LABEL_CAPTION, LABEL_START, LABEL_END)]
    return Labels(
        image_id=image_id,
        key=key,
        concept_ids=columns[CONCEPT_ID].reshape(n, k),
        cosines=columns[COSINE].reshape(n, k),
        log_sum_exp=columns[LOG_SUM_EXP].reshape(n),
        max_probability=columns[MAX_PROBABILITY].reshape(n),
        image_labels=numpy.stack(spans, axis=1),
        class_box_concepts=columns[CLASS_BOX_CONCEPT],
        class_box_regions=columns[CLASS_BOX_REGION],
        class_box_scores=columns[CLASS_BOX_SCORE],
    )


class ShardFolder:
    """All shards of one folder as one sequence and mapping: len(), [i], [key], iteration.

    At most `open_max` shards are held open. Keys are given as bytes or as str (UTF-8).
    """

    def __init__(self, folder, open_max=64):
        self.folder = pathlib.Path(folder)
        self.names = sorted(name for name in os.listdir(folder) if SHARD_NAME.fullmatch(name))
        self._open_max = open_max
        self._open = collections.OrderedDict()
        counts = [len(self.shard(unit)) for unit in range(len(self.names))]
        self._starts = numpy.concatenate([[0], numpy.cumsum(counts)]).astype(int)

    def __len__(self):
        return int(self._starts[-1])

    def __iter__(self):
        for unit in range(len(self.names)):
            yield from self.shard(unit)

    def __getitem__(self, item):
        if isinstance(item, (str, bytes)):
            place = self.find(item)
            if place is None:
                raise KeyError(item)
            return self.shard(place[0])[place[1]]
        index = range(len(self))[item]
        unit = int(numpy.searchsorted(self._starts, index, side="right")) - 1
        return self.shard(unit)[index - int(self._starts[unit])]

    def __contains__(self, key):
        return self.find(key) is not None

    def shard(self, place):
        """The shard at `place` among the names."""
        shard = self._open.pop(place, None) or Shard(self.folder / self.names[place])
        self._open[place] = shard
        if len(self._open) > self._open_max:
            self._open.popitem(last=False)
        return shard

    def find(self, key):
        """Places (shard, record) of `key`, or None: keys ascend through all shards."""
        key = key.encode() if isinstance(key, str) else bytes(key)
        low, high = 0, len(self.names)
        while low < high:
            middle = (low + high) // 2
            shard = self.shard(middle)
            if len(shard) and shard.key(len(shard) - 1) < key:
                low = middle + 1
            else:
                high = middle
        if low == len(self.names):
            return None
        record = self.shard(low).find(key)
        return None if record is None else (low, record)


class Dataset(ShardFolder):
    """The regions of a data set's directory, and its label sets by name."""

    def __init__(self, path, open_max=64):
        self.path = pathlib.Path(path)
        super().__init__(self.path / "regions", open_max)

    def label_sets(self):
        """Names of the finished label sets."""
        folder = self.path / "labels"
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())

    def labels(self, name=None):
        """The label set `name`; it may be left out when there is one."""
        names = self.label_sets()
        if name is None and len(names) != 1:
            raise KeyError(f"expected the name of one of {names}")
        return ShardFolder(self.path / "labels" / (name or names[0]))


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 64
    data = Dataset(arguments[0])
    regions = rejected = 0
    for image in data:
        regions += len(image.boxes)
        rejected += image.reason is not None
    print(f"{len(data)} images in {len(data.names)} shards, {regions} regions, {rejected} rejected")
    if (data.path / "labels").is_dir():
        for name in data.label_sets():
            labels = data.labels(name)
            boxes = sum(len(image.class_box_scores) for image in labels)
            print(f"labels {name}: {len(labels)} images, {boxes} class boxes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
