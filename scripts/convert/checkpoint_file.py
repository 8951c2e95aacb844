"""Tensors of a checkpoint file: torch's zip, torch's older stream, a pickle of arrays.

Nothing in the file is executed, see restricted_pickle; only numpy is needed.
"""

import io
import os
import zipfile

import numpy as np

import restricted_pickle
from restricted_pickle import RefusedPickle, Storage

# How torch's files before the zip format begin, as a pickled integer.
STREAM_MAGIC = 0x1950A86A20F9469CFC6C
STREAM_VERSION = 1001
PICKLE_BYTES_MAX = 64 << 20
NESTING_MAX = 4


def tensors(path):
    """Arrays by name, from the file's dictionary or its entry `model`."""
    with open(path, "rb") as file:
        start = file.read(8)
        file.seek(0)
        if start[:4] == b"PK\x03\x04":
            root = _zip(file)
        elif start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05" and len(start) > 1:
            root = _stream(file)
        else:
            raise RefusedPickle("it is no torch file and no pickle of protocol 2 to 5")
        return {name: _values(name, value) for name, value in _entries(root)}


def _entries(root, depth=0):
    """The first dictionary of arrays, as is or under `model` (detectron2) or `state_dict`."""
    if isinstance(root, dict) and depth < NESTING_MAX:
        for key in ("model", "state_dict"):
            if isinstance(root.get(key), dict):
                return _entries(root[key], depth + 1)
        found = [(name, value) for name, value in root.items()
                 if isinstance(name, str) and hasattr(value, "values") and not isinstance(value, dict)]
        if found:
            return found
    raise RefusedPickle("it holds no dictionary of arrays")


def _values(name, value):
    try:
        return value.values()
    except RefusedPickle as error:
        raise RefusedPickle(f"{name}: {error}") from error


def _zip(file):
    # Tensors of storages are read below, while the archive is open.
    return {name: _loaded(name, value) for name, value in _entries(zip_root(file))}


def zip_root(file):
    """What a file of `torch.save` holds; its tensors are read from the open `file` when asked for."""
    try:
        archive = zipfile.ZipFile(file)
        names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RefusedPickle(f"it is a damaged zip file: {error}") from error
    roots = [name for name in names if name.endswith("/data.pkl") and name.count("/") == 1]
    if len(roots) != 1 or len(set(names)) != len(names):
        raise RefusedPickle("it is a zip file, but not one of torch's")
    folder = roots[0][: -len("data.pkl")]
    if f"{folder}byteorder" in names and _member(archive, f"{folder}byteorder", 16) != b"little":
        raise RefusedPickle("its numbers are big-endian")

    def storage(key, kind, count):
        result = Storage(kind, key, count)
        # Read when a tensor is asked for: memory holds one storage at a time.
        result.data = lambda: _member(archive, f"{folder}data/{key}", result.bytes_count)
        return result

    pickled = _member(archive, roots[0], PICKLE_BYTES_MAX)
    return restricted_pickle.load(io.BytesIO(pickled), storage)


class _Loaded:
    """An array that has been read."""

    def __init__(self, array):
        self.array = array

    def values(self):
        return self.array


def _loaded(name, value):
    return _Loaded(_values(name, value))


def _member(archive, name, bytes_max):
    try:
        entry = archive.getinfo(name)
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > bytes_max:
            raise RefusedPickle(f"its member {name} is packed or too large")
        return archive.read(entry)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise RefusedPickle(f"its member {name} cannot be read: {error}") from error


def _stream(file):
    """A single pickle of arrays, or torch's stream: four pickles, then the storages."""
    bytes_count = os.fstat(file.fileno()).st_size
    first = restricted_pickle.load(file)
    if not isinstance(first, int):
        return first
    if first != STREAM_MAGIC or restricted_pickle.load(file) != STREAM_VERSION:
        raise RefusedPickle("it begins with a number that is not torch's")
    machine = restricted_pickle.load(file)
    if not isinstance(machine, dict) or machine.get("little_endian") is not True:
        raise RefusedPickle("its numbers are big-endian")
    storages = {}

    def storage(key, kind, count):
        found = storages.setdefault(key, Storage(kind, key, count))
        if found.kind is not kind or found.count != count:
            raise RefusedPickle(f"storage {key!r} has two sizes")
        return found

    root = restricted_pickle.load(file, storage)
    keys = restricted_pickle.load(file)
    if not isinstance(keys, list) or sorted(map(str, keys)) != sorted(storages):
        raise RefusedPickle("its list of storages is not that of its tensors")
    for key in keys:
        stored = storages[key]
        count = int.from_bytes(file.read(8), "little")
        if count != stored.count or file.tell() + stored.bytes_count > bytes_count:
            raise RefusedPickle(f"storage {key!r} is cut off")
        stored.data = file.read(stored.bytes_count)
    return root


def as_float32(name, array):
    """The array as 32-bit floats; weights of other kinds are refused."""
    if array.dtype.kind != "f":
        raise RefusedPickle(f"{name}: numbers of type {array.dtype}, expected floats")
    return np.ascontiguousarray(array, "<f4")
