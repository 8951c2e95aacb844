"""Unpickling that can make numbers, text, containers and arrays, and nothing else.

A pickle is a program: it may name any function of any module and call it. Here a name is looked up
in a short table instead of being imported, and what is not in it is refused by its name, before
anything is called. Arrays and tensors become `Array` and `Tensor` values of this module, which only
hold what the file says and check it when they are asked for numbers. Nothing of numpy's own
unpickling runs, and torch is not needed.
"""

import collections
import math
import pickle

import numpy as np

# Bounds on what a file may claim before it is believed.
DIMENSIONS_MAX = 8
ELEMENTS_MAX = 1 << 34


class RefusedPickle(Exception):
    """The file wants something that a file of numbers has no need of."""


class ElementType:
    """numpy's `dtype`, of plain numbers in one byte order."""

    def __init__(self, name):
        name = name.decode("latin1") if isinstance(name, bytes) else str(name)
        self.name = name.lstrip("<>=|")
        if self.name not in {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}:
            raise RefusedPickle(f"arrays of type {name!r}; only numbers are read")
        self.order = "<"

    def __setstate__(self, state):
        order = state[1] if isinstance(state, tuple) and len(state) > 1 else None
        order = order.decode("latin1") if isinstance(order, bytes) else order
        if order not in ("<", ">", "|", "="):
            raise RefusedPickle(f"an array type with the byte order {order!r}")
        self.order = "<" if order == "=" else order

    @property
    def numpy(self):
        return np.dtype((self.order if self.order in "<>" else "") + self.name)


class Array:
    """numpy's `ndarray`; `values()` are its numbers."""

    def __init__(self):
        self.state = None

    def __setstate__(self, state):
        self.state = state

    def values(self):
        state = self.state
        if not isinstance(state, tuple) or len(state) != 5:
            raise RefusedPickle("an array without contents")
        _, shape, kind, is_fortran, data = state
        if isinstance(data, str):
            data = data.encode("latin1")
        if not isinstance(kind, ElementType) or not isinstance(data, bytes):
            raise RefusedPickle("an array whose contents are not bytes of numbers")
        count = checked_count(shape)
        if len(data) != count * kind.numpy.itemsize:
            raise RefusedPickle(f"an array of shape {shape} with {len(data)} bytes")
        values = np.frombuffer(data, kind.numpy)
        return values.reshape(shape, order="F" if is_fortran else "C")


class StorageType:
    """One of torch's typed storages, by name."""

    def __init__(self, numpy_name, is_bfloat16=False):
        self.numpy_name = numpy_name
        self.is_bfloat16 = is_bfloat16

    def __setstate__(self, state):
        raise RefusedPickle("it tries to change a type")


class Storage:
    """The numbers behind tensors; `data` is filled in by who reads the file."""

    def __init__(self, kind, key, count):
        self.kind = kind
        self.key = key
        self.count = count
        self.data = None

    @property
    def bytes_count(self):
        return self.count * np.dtype(self.kind.numpy_name).itemsize

    def values(self):
        data = self.data() if callable(self.data) else self.data
        if data is None:
            raise RefusedPickle(f"a tensor whose storage {self.key!r} is not in the file")
        if len(data) != self.bytes_count:
            raise RefusedPickle(
                f"storage {self.key!r} with {len(data)} bytes, expected {self.bytes_count}")
        values = np.frombuffer(data, self.kind.numpy_name)
        if self.kind.is_bfloat16:
            return (values.astype("<u4") << 16).view("<f4")
        return values


class Tensor:
    """torch's tensor: a view of a storage; `values()` are its numbers."""

    def __init__(self, storage, offset, shape, strides):
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides

    def __setstate__(self, state):
        raise RefusedPickle("it tries to change a tensor")

    def values(self):
        count = checked_count(self.shape)
        strides = self.strides
        good = (
            isinstance(self.storage, Storage) and isinstance(self.offset, int)
            and isinstance(strides, tuple) and len(strides) == len(self.shape)
            and all(isinstance(stride, int) and stride >= 0 for stride in strides)
            and self.offset >= 0)
        if not good:
            raise RefusedPickle("a tensor with an impossible layout")
        last = self.offset + sum(s * (n - 1) for s, n in zip(strides, self.shape))
        if count > 0 and last >= self.storage.count:
            raise RefusedPickle(
                f"a tensor of shape {self.shape} that reaches beyond its storage")
        values = self.storage.values()
        if count == 0:
            return np.zeros(self.shape, values.dtype)
        view = np.lib.stride_tricks.as_strided(
            values[self.offset:], self.shape, [s * values.itemsize for s in strides],
            writeable=False)
        return np.ascontiguousarray(view).reshape(self.shape)


def checked_count(shape):
    good = isinstance(shape, tuple) and len(shape) <= DIMENSIONS_MAX and all(
        isinstance(side, int) and not isinstance(side, bool) and side >= 0 for side in shape)
    if not good or math.prod(shape) > ELEMENTS_MAX:
        raise RefusedPickle(f"an array of shape {shape!r}")
    return math.prod(shape)


# Functions and not the classes: a pickle may set attributes of what it is given.
def _ndarray(*arguments):
    return Array()


def _dtype(name, *arguments):
    return ElementType(name)


def _reconstruct(*arguments):
    return Array()


def _scalar(kind, data=b""):
    array = Array()
    array.__setstate__((1, (), kind, False, data))
    return array.values()[()].item()


def _tensor(storage, offset, shape, strides, *rest):
    return Tensor(storage, offset, tuple(shape), tuple(strides))


def _parameter(data, *rest):
    return data


def _encode(text, encoding="latin1"):
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise RefusedPickle("text in an encoding other than latin1")
    return text.encode("latin1")


def _bytes(*arguments):
    # Python 3 writes empty bytes so for Python 2.
    if not arguments:
        return b""
    if len(arguments) == 2:
        return _encode(*arguments)
    raise RefusedPickle("bytes made of something else than text")


def _frombuffer(data, kind, shape, order):
    array = Array()
    array.__setstate__((1, shape, kind, order == "F", bytes(data)))
    return array


def _storage_inside(data):
    # A tensor pickled without torch.save carries a whole torch file, which is not opened.
    return Storage(STORAGES["FloatStorage"], "inside the pickle", 0)


STORAGES = {
    "FloatStorage": StorageType("<f4"), "DoubleStorage": StorageType("<f8"),
    "HalfStorage": StorageType("<f2"), "BFloat16Storage": StorageType("<u2", is_bfloat16=True),
    "LongStorage": StorageType("<i8"), "IntStorage": StorageType("<i4"),
    "ShortStorage": StorageType("<i2"), "CharStorage": StorageType("i1"),
    "ByteStorage": StorageType("u1"), "BoolStorage": StorageType("b1"),
}

# All that a pickle may name, and what it gets.
NAMES = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("_codecs", "encode"): _encode,
    ("__builtin__", "bytes"): _bytes,
    ("builtins", "bytes"): _bytes,
    ("torch.storage", "_load_from_bytes"): _storage_inside,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_tensor"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch", "Size"): tuple,
    # As `pseudobox export --format rkd` writes tensors.
    ("torch", "from_numpy"): _parameter,
    ("numpy", "ndarray"): _ndarray,
    ("numpy", "dtype"): _dtype,
}
NAMES.update({("torch", name): kind for name, kind in STORAGES.items()})
for module in ("numpy.core.multiarray", "numpy._core.multiarray"):
    NAMES[module, "_reconstruct"] = _reconstruct
    NAMES[module, "scalar"] = _scalar
for module in ("numpy.core.numeric", "numpy._core.numeric"):
    NAMES[module, "_frombuffer"] = _frombuffer


class RestrictedUnpickler(pickle.Unpickler):
    """Reads one pickle; `storage(key, kind, count)` answers torch's persistent ids."""

    def __init__(self, file, storage=None):
        super().__init__(file, encoding="latin1")
        self.storage = storage

    def find_class(self, module, name):
        found = NAMES.get((module, name))
        if found is None:
            raise RefusedPickle(f"it names {module}.{name}, which a file of weights does not need")
        return found

    def persistent_load(self, identity):
        good = (
            self.storage is not None and isinstance(identity, tuple) and len(identity) >= 5
            and identity[0] == "storage" and isinstance(identity[1], StorageType)
            and isinstance(identity[2], str) and isinstance(identity[4], int)
            and 0 <= identity[4] <= ELEMENTS_MAX)
        if not good:
            raise RefusedPickle(f"a reference that is not to a tensor's storage: {identity!r:.80}")
        if len(identity) > 5 and identity[5] is not None:
            raise RefusedPickle("a view of a storage, as torch wrote before version 0.4")
        return self.storage(identity[2], identity[1], identity[4])


def load(file, storage=None):
    """One pickle from an open file; throws `RefusedPickle` for all that is wrong with it."""
    try:
        return RestrictedUnpickler(file, storage).load()
    except RefusedPickle:
        raise
    except Exception as error:  # A damaged pickle fails in many ways.
        raise RefusedPickle(f"it is damaged: {type(error).__name__}: {error}") from error
