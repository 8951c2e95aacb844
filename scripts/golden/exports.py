#!/usr/bin/env python3
"""Write Tests/Golden/exports: files of the export formats as Python's own writers write them.

Usage: scripts/golden/exports.py; needs numpy.

    pis.pkl    pickle protocol 3 without unused memo entries, every list of two items or more
    f2.npy     numpy.save of [2, 3] 16-bit floats; f4.npy the same of 32-bit floats
    files.tar  tarfile, ustar, owners 0, times 0, two files
"""

import io
import pathlib
import pickle
import pickletools
import tarfile

import numpy

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/exports"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    boxes = [[0.5, 1.0, 20.25, 30.0], [1.0, 2.0, 3.0, 4.0]]
    labels = {7: (boxes, [0.75, 0.5]), 300: ([box[::-1] for box in boxes], [0.25, 0.125])}
    (FOLDER / "pis.pkl").write_bytes(pickletools.optimize(pickle.dumps(labels, 3)))
    table = numpy.array([[0.5, -1, 2], [3, 0.25, 65504]])
    numpy.save(FOLDER / "f2.npy", table.astype("<f2"))
    numpy.save(FOLDER / "f4.npy", table.astype("<f4"))
    with tarfile.open(FOLDER / "files.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in [("000000000.json", b"{}"), ("000000001.npy", bytes(range(256)) * 3)]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


if __name__ == "__main__":
    main()
