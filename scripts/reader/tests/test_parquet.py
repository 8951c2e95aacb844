#!/usr/bin/env python3
"""Parquet holds what the shards hold; skipped without pyarrow."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/reader"))

try:
    import pyarrow.parquet
except ImportError:
    raise unittest.SkipTest("pyarrow is not installed") from None

from pseudobox_reader import Dataset  # noqa: E402
from pseudobox_reader.parquet import to_parquet  # noqa: E402

GOLDEN = ROOT / "Tests/Golden/shards/v1.2"


class ParquetTests(unittest.TestCase):
    def test_every_value_comes_back(self):
        data = Dataset(GOLDEN)
        with tempfile.TemporaryDirectory() as folder:
            for source in (data, data.joined()):
                path = pathlib.Path(folder) / "data.parquet"
                to_parquet(source, path, row_group=2)
                rows = pyarrow.parquet.read_table(path).to_pylist()
                self.assertEqual(len(rows), len(data))
                for row, record in zip(rows, source, strict=True):
                    parts = record if isinstance(record, tuple) else (record,)
                    self.assertEqual(set(row), set().union(*map(vars, parts)))
                    for part in parts:
                        for name in vars(part):
                            value = getattr(part, name)
                            value = value.ravel().tolist() if hasattr(value, "ravel") else value
                            self.assertEqual(row[name], value, name)
                    self.assertEqual("cosines" in row, isinstance(record, tuple))
            self.assertEqual([p.name for p in pathlib.Path(folder).iterdir()], ["data.parquet"])

    def test_a_failure_leaves_no_file(self):
        def broken():
            yield Dataset(GOLDEN)[0]
            raise OSError("the disk is gone")

        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaises(OSError):
                to_parquet(broken(), pathlib.Path(folder) / "data.parquet")
            self.assertEqual(list(pathlib.Path(folder).iterdir()), [])


if __name__ == "__main__":
    unittest.main()
