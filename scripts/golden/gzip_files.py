#!/usr/bin/env python3
"""Write Tests/Golden/gzip: files of Python's gzip module and one with every optional header field.

Usage: python3 scripts/golden/gzip_files.py
"""
import gzip
import struct
import zlib
from pathlib import Path

TARGET = Path(__file__).parents[2] / "Tests/Golden/gzip"


def member(data, level=9):
    return gzip.compress(data, compresslevel=level, mtime=0)


def member_with_all_fields(data):
    # FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT (RFC 1952, 2.3.1).
    extra = b"AB\x04\x00\x01\x02\x03\x04"
    head = b"\x1f\x8b\x08\x1f" + struct.pack("<I", 86400) + b"\x02\x03"
    head += struct.pack("<H", len(extra)) + extra + b"name.txt\0" + "café\0".encode("latin-1")
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    return head + body + struct.pack("<II", zlib.crc32(data), len(data))


def main():
    text = "".join(f"line {i}: a photo of {i % 7} cats\n" for i in range(20000)).encode()
    half = len(text) // 2
    empty = member(b"")
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "text.gz").write_bytes(member(text))
    (TARGET / "members.gz").write_bytes(
        member(text[:half], 1) + empty + member_with_all_fields(text[half:]) + empty)
    (TARGET / "padded.gz").write_bytes(member(text) + bytes(1000))
    (TARGET / "zeros.gz").write_bytes(member(bytes(32 << 20)))


if __name__ == "__main__":
    main()
