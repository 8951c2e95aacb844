"""Read Pseudobox data sets with numpy and zstandard.

    from pseudobox_reader import Dataset

    data = Dataset("output/quickstart")
    for image in data:                       # in order of keys
        image.key, image.boxes, image.embeddings[:-1]
    image = data["images/000000000139.jpg"]  # random access
    regions, labels = data.joined()[0]       # with the labels of the same image

`pseudobox_reader.torch` has PyTorch data sets, `pseudobox_reader.targets` what losses need,
`pseudobox_reader.parquet` an export to Parquet.

The format is drawn in schemas/shard-format.md. Every checksum is verified; damage raises
ShardError and is never returned as data. All objects may be used by many threads, may be pickled,
and may be used after a fork: files are read with os.pread and no offset is shared.
"""

from .errors import (
    DamagedShardError, IncompleteError, NotAShardError, ShardError, VersionError)
from .folder import Dataset, Joined, ShardFolder
from .records import Labels, Regions
from .shard import Shard

__all__ = [
    "DamagedShardError", "Dataset", "IncompleteError", "Joined", "Labels", "NotAShardError",
    "Regions", "Shard", "ShardError", "ShardFolder", "VersionError",
]
