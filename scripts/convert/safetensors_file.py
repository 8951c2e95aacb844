"""Writes safetensors (https://github.com/huggingface/safetensors) with nothing but numpy."""

import json
import os

import numpy as np

TYPES = {"<f4": "F32", "<f2": "F16", "<f8": "F64", "<i8": "I64", "<i4": "I32", "|u1": "U8"}


def save(tensors, path, metadata=None):
    """Writes arrays by name under a temporary name, then renames; names in byte order."""
    header, offset = {}, 0
    if metadata:
        header["__metadata__"] = {key: str(value) for key, value in metadata.items()}
    for name in sorted(tensors):
        array = tensors[name]
        end = offset + array.nbytes
        header[name] = {
            "dtype": TYPES[array.dtype.str], "shape": list(array.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    temporary = f"{path}.partial"
    with open(temporary, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name in sorted(tensors):
            file.write(np.ascontiguousarray(tensors[name]).tobytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
