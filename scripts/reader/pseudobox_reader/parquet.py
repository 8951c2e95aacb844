"""Records as Parquet; needs pyarrow.

    python -m pseudobox_reader.parquet output/mine regions.parquet
"""

import os
import sys

import numpy
import pyarrow
import pyarrow.parquet

from .folder import Dataset

SCHEMA = pyarrow.schema([
    ("key", pyarrow.binary()), ("image_id", pyarrow.uint64()), ("width", pyarrow.uint32()),
    ("height", pyarrow.uint32()), ("sha256", pyarrow.binary()), ("reason", pyarrow.string()),
    ("detail", pyarrow.string()),
    ("boxes", pyarrow.list_(pyarrow.float32())), ("scores", pyarrow.list_(pyarrow.float32())),
    ("logits", pyarrow.list_(pyarrow.float32())), ("sources", pyarrow.list_(pyarrow.uint8())),
    ("embeddings", pyarrow.list_(pyarrow.float16())),
    ("queries", pyarrow.list_(pyarrow.uint32())), ("class_regions", pyarrow.list_(pyarrow.uint32())),
    ("class_shifts", pyarrow.list_(pyarrow.float32())),
    ("class_scales", pyarrow.list_(pyarrow.float32())),
    ("class_embeddings", pyarrow.list_(pyarrow.float16())), ("difference_hash", pyarrow.uint64()),
])
LABEL_FIELDS = [
    ("concept_ids", pyarrow.list_(pyarrow.uint32())), ("cosines", pyarrow.list_(pyarrow.float32())),
    ("log_sum_exp", pyarrow.list_(pyarrow.float32())),
    ("max_probability", pyarrow.list_(pyarrow.float32())),
    ("image_labels", pyarrow.list_(pyarrow.uint32())),
    ("class_box_concepts", pyarrow.list_(pyarrow.uint32())),
    ("class_box_regions", pyarrow.list_(pyarrow.uint32())),
    ("class_box_scores", pyarrow.list_(pyarrow.float32())),
]


def to_parquet(source, path, row_group=256):
    """Writes regions, or pairs with labels, to one file in the memory of a row group.

    Arrays are lists of their elements in order; the last `embeddings` row is the whole image. The
    file appears under its name when it is whole.
    """
    schema, batch, writer = SCHEMA, [], None
    temporary = f"{path}.tmp-{os.getpid()}"
    try:
        for record in source:
            if isinstance(record, tuple) and writer is None and len(schema) == len(SCHEMA):
                schema = pyarrow.schema(list(SCHEMA) + [pyarrow.field(*f) for f in LABEL_FIELDS])
            if writer is None:
                writer = pyarrow.parquet.ParquetWriter(
                    temporary, schema, compression="zstd", write_page_checksum=True,
                    use_dictionary=False)
            batch.append(record)
            if len(batch) == row_group:
                writer.write_table(_table(batch, schema))
                batch = []
        if writer is None:
            writer = pyarrow.parquet.ParquetWriter(temporary, schema)
        if batch:
            writer.write_table(_table(batch, schema))
        writer.close()
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _table(records, schema):
    columns = []
    for field in schema:
        values = [_value(record, field.name) for record in records]
        if pyarrow.types.is_list(field.type):
            ends = numpy.cumsum([0] + [value.size for value in values], dtype=numpy.int32)
            flat = numpy.concatenate([value.ravel() for value in values])
            columns.append(pyarrow.ListArray.from_arrays(
                pyarrow.array(ends), pyarrow.array(flat, field.type.value_type)))
        else:
            columns.append(pyarrow.array(values, field.type))
    return pyarrow.Table.from_arrays(columns, schema=schema)


def _value(record, name):
    for part in record if isinstance(record, tuple) else (record,):
        if hasattr(part, name):
            return getattr(part, name)
    raise AttributeError(name)


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) not in (2, 3):
        print("python -m pseudobox_reader.parquet DATASET FILE [LABEL SET]", file=sys.stderr)
        return 64
    data = Dataset(arguments[0])
    source = data if not data.label_sets() else data.joined(*arguments[2:])
    to_parquet(source, arguments[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
