"""One shard file."""

import hashlib
import json
import os
import struct
import threading

import numpy
import zstandard

from .errors import DamagedShardError, NotAShardError, ShardError, VersionError
from .records import MalformedError, Payload

MAJOR = 1
PAYLOAD_BYTES_MAX = 64 << 20
RECORDS_MAX = 65_536
WINDOW_MAX = 8 << 20
_FOOTER = struct.Struct("<IBI")
_PARSE_ERRORS = (
    MalformedError, struct.error, KeyError, ValueError, UnicodeDecodeError, TypeError, IndexError,
)


class _Decompressors(threading.local):
    """One decompressor for each thread: they may not be shared."""

    def __init__(self):
        self.zstd = zstandard.ZstdDecompressor()


_DECOMPRESSORS = _Decompressors()


class Shard:
    """One shard: len(), shard[i], iteration.

    Opening checks header, directory and seek table. Each record is checked when it is read: always
    its frame's XXH64, in the frame and in the seek table, and the first time its SHA-256 in the
    directory.
    """

    def __init__(self, path):
        self.path = os.fspath(path)
        self._file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            self._open()
        except _PARSE_ERRORS as error:
            if isinstance(error, ShardError):
                raise
            raise self._damaged(f"its lengths do not fit ({error})") from error

    def __del__(self):
        if getattr(self, "_file", None) is not None:
            os.close(self._file)
            self._file = None

    def __reduce__(self):
        return Shard, (self.path,)

    def __repr__(self):
        return f"Shard({self.path!r}, {self.header['kind']}, {len(self)} records)"

    def __len__(self):
        return self._count

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index):
        if not 0 <= index < self._count:
            raise IndexError(index)
        try:
            return self._payload(index).record(self.header["kind"], self.source_kinds)
        except _PARSE_ERRORS as error:
            if isinstance(error, ShardError):
                raise
            raise self._damaged(f"record {index}: {error}") from error

    def key(self, index):
        """The key of record `index`."""
        return self._payload(index).key

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

    @property
    def image_ids(self):
        """Image ids of all records, uint64 [n], from the directory."""
        return self._entries["image_id"]

    @property
    def region_counts(self):
        """Numbers of regions of all records, uint32 [n], from the directory."""
        return self._entries["regions"]

    def _open(self):
        size = os.fstat(self._file).st_size
        start = self._read(0, min(18, size))
        if start[:4] != struct.pack("<I", 0x184D2A50) or start[8:16] != b"PLRSHARD":
            raise NotAShardError(self.path, "expected a pseudobox shard")
        (major,) = struct.unpack("<H", start[16:18])
        if major != MAJOR:
            raise VersionError(self.path, f"has format version {major}, expected {MAJOR}")
        count, flags, magic = _FOOTER.unpack(self._read(size - 9, 9))
        if magic != 0x8F92EAB1 or flags != 0x80 or not 2 <= count <= RECORDS_MAX + 2:
            raise self._damaged("it does not end with a seek table")
        table_size = 17 + 12 * count
        table = self._read(size - table_size, table_size)
        if struct.unpack("<II", table[:8]) != (0x184D2A5E, table_size - 8):
            raise self._damaged("the seek table's lengths do not fit")
        frames = numpy.frombuffer(table[8:-9], "<u4").reshape(count, 3).astype(numpy.int64)
        ends = numpy.cumsum(frames[:, 0])
        if ends[-1] != size - table_size or frames[:, 1].max() > PAYLOAD_BYTES_MAX:
            raise self._damaged("the seek table's sizes do not fit")
        if frames[0, 1:].any() or frames[-1, 1:].any():
            raise self._damaged("the first or last frame has content")
        self.header = self._read_header(int(frames[0, 0]))
        if self.header["kind"] not in ("regions", "labels"):
            raise self._damaged("the header names an unknown kind")
        self.source_kinds = _source_kinds(self.header.get("proposals", {}))
        self._entries = self._read_directory(int(ends[-2]), int(frames[-1, 0]), count - 2)
        self._count = count - 2
        # Lists of ints: single elements of arrays cost more than the rest of a look-up.
        self._places = list(zip(
            (ends - frames[:, 0])[1:-1].tolist(), *frames[1:-1].T.tolist(), strict=True))
        self._known = bytearray(self._count)
        digests = self._entries["digest"].tobytes()
        self._digests = [digests[8 * i : 8 * i + 8] for i in range(self._count)]

    def _read_header(self, size):
        frame = self._read(0, size)
        (length,) = struct.unpack("<I", frame[20:24])
        content, check = frame[8 : 24 + length], frame[24 + length :]
        if struct.unpack("<I", frame[4:8]) != (len(frame) - 8,):
            raise self._damaged("the header's lengths do not fit")
        if hashlib.sha256(content).digest()[:8] != check:
            raise self._damaged("the header's checksum differs")
        return json.loads(content[16:].decode())

    def _read_directory(self, start, size, records):
        frame = self._read(start, size)
        magic, length = struct.unpack("<II", frame[:8])
        name, count, zero = struct.unpack("<8sII", frame[8:24])
        end = 24 + 24 * count
        if (magic, length, name, zero) != (0x184D2A51, len(frame) - 8, b"PLRDIR01", 0):
            raise self._damaged("the directory's lengths do not fit")
        if count != records or len(frame) != end + 40:
            raise self._damaged("the directory has another number of records")
        if hashlib.sha256(frame[8:end]).digest()[:8] != frame[end : end + 8]:
            raise self._damaged("the directory's checksum differs")
        self.content_sha256 = frame[end + 8 :]
        return numpy.frombuffer(
            frame[24:end],
            [("image_id", "<u8"), ("digest", "V8"), ("regions", "<u4"), ("flags", "<u2"),
             ("zero", "<u2")])

    def _payload(self, index):
        offset, length, size, checksum = self._places[index]
        frame = self._read(offset, length)
        if int.from_bytes(frame[-4:], "little") != checksum:
            raise self._damaged(f"record {index}: its checksum differs from the seek table")
        try:
            parameters = zstandard.get_frame_parameters(frame)
            if not parameters.has_checksum or parameters.content_size != size:
                raise self._damaged(f"record {index}: its frame has another size or no checksum")
            if parameters.dict_id or parameters.window_size > max(WINDOW_MAX, size):
                raise self._damaged(f"record {index}: a dictionary or a large window is asked for")
            # By default the library accepts and drops bytes after the frame.
            data = _DECOMPRESSORS.zstd.decompress(frame, allow_extra_data=False)
        except zstandard.ZstdError as error:
            raise self._damaged(f"record {index}: {error}") from error
        # The digest tells whether it is the right record, which the first reading settles: after
        # that zstd's checksum, which is compared above and below, tells of changed bits.
        if not self._known[index]:
            if hashlib.sha256(data).digest()[:8] != self._digests[index]:
                raise self._damaged(f"record {index}: it differs from the directory")
            self._known[index] = 1
        try:
            payload = Payload(data)
        except _PARSE_ERRORS as error:
            raise self._damaged(f"record {index}: {error}") from error
        entry = self._entries[index]
        if (payload.image_id, payload.regions, payload.flags) != (
                entry["image_id"], entry["regions"], entry["flags"]):
            raise self._damaged(f"record {index}: it differs from the directory")
        return payload

    def _read(self, offset, count):
        if offset < 0:
            raise self._damaged("the file ends early")
        data = os.pread(self._file, count, offset)
        while len(data) < count:
            piece = os.pread(self._file, count - len(data), offset + len(data))
            if not piece:
                raise self._damaged("the file ends early")
            data += piece
        return data

    def _damaged(self, detail):
        return DamagedShardError(self.path, f"is damaged: {detail}")


def record_count(path):
    """Number of records by the file's last bytes; nothing else of it is checked."""
    with open(path, "rb") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() < 9:
            raise DamagedShardError(os.fspath(path), "is damaged: the file ends early")
        file.seek(-9, os.SEEK_END)
        count, flags, magic = _FOOTER.unpack(file.read(9))
    if magic != 0x8F92EAB1 or flags != 0x80 or not 2 <= count <= RECORDS_MAX + 2:
        raise DamagedShardError(
            os.fspath(path), "is damaged: it does not end with a seek table")
    return count - 2


def _source_kinds(facts):
    """Kinds of the proposal sources by number: a source's fact is its kind and its settings."""
    kinds = []
    while (fact := facts.get(f"source {len(kinds)}")) is not None:
        kinds.append(fact.split(" ", 1)[0])
    return tuple(kinds)
