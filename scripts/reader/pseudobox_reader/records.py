"""The bytes of one record, and the values in it."""

import dataclasses
import os
import struct

import numpy

_TYPES = {1: "u1", 2: "<u2", 3: "<u4", 4: "<u8", 5: "<f2", 6: "<f4"}
_FIXED = struct.Struct("<4sHHQIIIHHHHI")
_COLUMN = struct.Struct("<BBBBI")

DIGEST, BOX, SCORE, LOGIT, SOURCE, REASON, DETAIL, EMBEDDING = 1, 2, 3, 4, 5, 6, 7, 15
QUERY, CLASS_REGION, CLASS_SHIFT, CLASS_SCALE, CLASS_EMBEDDING = 16, 17, 18, 19, 20
DIFFERENCE_HASH = 21
CONCEPT_ID, COSINE, LOG_SUM_EXP, MAX_PROBABILITY = 32, 33, 34, 35
LABEL_CONCEPT, LABEL_CAPTION, LABEL_START, LABEL_END = 36, 37, 38, 39
CLASS_BOX_CONCEPT, CLASS_BOX_REGION, CLASS_BOX_SCORE = 40, 41, 42


class MalformedError(Exception):
    """The bytes are no record."""


class _Image:
    """What records of both passes have."""

    @property
    def name(self):
        """The key as str: the image's path below the image folder, as the system names files."""
        return os.fsdecode(self.key)


@dataclasses.dataclass(frozen=True, eq=False)
class Regions(_Image):
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
    # Perceptual hash of the decoded image, 64 bits; None where it is not stored (before 1.2).
    difference_hash: int | None = None
    # Kinds of the proposal sources by their number; () where the shard does not say.
    source_kinds: tuple = ()


@dataclasses.dataclass(frozen=True, eq=False)
class Labels(_Image):
    """One image of the labels pass."""

    image_id: int
    key: bytes
    concept_ids: numpy.ndarray  # uint32 [N, K], best first
    cosines: numpy.ndarray  # float32 [N, K]
    log_sum_exp: numpy.ndarray  # float32 [N], of cosine / temperature over the whole pool
    max_probability: numpy.ndarray  # float32 [N]
    image_labels: numpy.ndarray  # uint32 [L, 4]: concept, caption, start, end
    class_box_concepts: numpy.ndarray  # uint32 [M]
    class_box_regions: numpy.ndarray  # uint32 [M]
    class_box_scores: numpy.ndarray  # float32 [M]


class Payload:
    """Fixed fields and columns of a record; columns are views into its bytes."""

    __slots__ = (
        "columns", "concepts", "embedding_size", "flags", "height", "image_id", "key", "regions",
        "width",
    )

    def __init__(self, data):
        (magic, version, self.flags, self.image_id, self.regions, self.width, self.height,
         self.embedding_size, self.concepts, key_size, count, zero) = _FIXED.unpack_from(data)
        if magic != b"PLR1" or version != 1 or self.flags > 1 or zero:
            raise MalformedError("it does not begin as a record of version 1")
        table = 40 + key_size
        self.key = data[40:table]
        place = table + 8 * count
        self.columns = columns = {}
        for number, kind, transform, _, size in _COLUMN.iter_unpack(data[table:place]):
            dtype = _TYPES.get(kind)
            if dtype is not None and transform <= 1:  # others are of a later minor version
                columns[number] = (dtype, transform, place, size)
            place += size
        if place != len(data):
            raise MalformedError("its columns do not fill it")
        for number, (dtype, transform, start, size) in columns.items():
            if transform:
                columns[number] = _from_planes(data, start, size).view(dtype)
            else:
                width = int(dtype[-1])
                columns[number] = numpy.frombuffer(data, dtype, size // width, start)

    def record(self, kind, source_kinds=()):
        """The Regions or Labels in it."""
        return self._regions(source_kinds) if kind == "regions" else self._labels()

    def _regions(self, source_kinds):
        n, columns = self.regions, self.columns
        if self.flags:
            none = numpy.zeros(0, "<f4")
            return Regions(
                self.image_id, self.key, self.width, self.height, columns[DIGEST].tobytes(),
                columns[REASON].tobytes().decode(), columns[DETAIL].tobytes().decode(),
                none.reshape(0, 4), none, none, none.astype("u1"), _EMPTY_ROWS, *_NO_CLASS_SIDES,
                source_kinds=source_kinds)
        owners = columns.get(CLASS_REGION)
        if owners is None or not len(owners):
            sides = _NO_CLASS_SIDES[1:]
        else:
            sides = (owners, columns[CLASS_SHIFT], columns[CLASS_SCALE],
                     columns[CLASS_EMBEDDING].reshape(len(owners), -1))
        return Regions(
            self.image_id, self.key, self.width, self.height, columns[DIGEST].tobytes(),
            None, None, columns[BOX].reshape(n, 4), columns[SCORE].reshape(n),
            columns[LOGIT].reshape(n), columns[SOURCE].reshape(n),
            columns[EMBEDDING].reshape(n + 1, self.embedding_size),
            columns.get(QUERY, _NO_CLASS_SIDES[0]), *sides,
            int(columns[DIFFERENCE_HASH][0]) if DIFFERENCE_HASH in columns else None,
            source_kinds)

    def _labels(self):
        n, k, columns = self.regions, self.concepts, self.columns
        spans = [columns[i] for i in (LABEL_CONCEPT, LABEL_CAPTION, LABEL_START, LABEL_END)]
        return Labels(
            self.image_id, self.key, columns[CONCEPT_ID].reshape(n, k),
            columns[COSINE].reshape(n, k), columns[LOG_SUM_EXP].reshape(n),
            columns[MAX_PROBABILITY].reshape(n), numpy.stack(spans, axis=1),
            columns[CLASS_BOX_CONCEPT], columns[CLASS_BOX_REGION], columns[CLASS_BOX_SCORE])


_EMPTY_ROWS = numpy.zeros((0, 0), "<f2")
_NO_CLASS_SIDES = (
    numpy.zeros(0, "<u4"), numpy.zeros(0, "<u4"), numpy.zeros(0, "<f4"), numpy.zeros(0, "<f4"),
    _EMPTY_ROWS,
)


def _from_planes(data, start, size):
    """Two-byte elements whose high bytes lie before their low bytes, as bytes."""
    half = size // 2
    if half * 2 != size:
        raise MalformedError("a column in planes ends inside an element")
    planes = numpy.frombuffer(data, "u1", size, start)
    # Shifts of 16-bit numbers run four times faster than copies with a stride.
    words = planes[:half].astype("<u2")
    words <<= 8
    words |= planes[half:]
    return words
