"""PyTorch data sets over shards; needs torch.

    from torch.utils.data import DataLoader
    from pseudobox_reader import Dataset
    from pseudobox_reader.torch import MapDataset, StreamDataset, collate

    data = Dataset("output/mine").joined()
    DataLoader(MapDataset(data), batch_size=16, shuffle=True, num_workers=4, collate_fn=collate)
    DataLoader(StreamDataset(data), batch_size=16, num_workers=4, collate_fn=collate)

Both may be used with any way of starting workers: what holds files open is made anew in each.
"""

import itertools
import os

import torch
import torch.utils.data

from . import sampling
from .targets import RegionBatch


class MapDataset(torch.utils.data.Dataset):
    """A folder of shards, or pairs, as a map-style data set.

    `transform` gets a record and what it returns is the item.
    """

    def __init__(self, source, transform=None):
        self.source = source
        self.transform = transform

    def __len__(self):
        return len(self.source)

    def __getitem__(self, index):
        record = self.source[index]
        return record if self.transform is None else self.transform(record)

    def __getitems__(self, indices):
        return [self[index] for index in indices]


class StreamDataset(torch.utils.data.IterableDataset):
    """A folder of shards, or pairs, as a stream that ranks and workers share.

    Each record is read by one worker of one rank in an epoch. `set_epoch` before each epoch gives
    another order. Rank and world size come from torch.distributed where it runs, else from RANK and
    WORLD_SIZE, else are 0 and 1. Ranks may differ by some records; with `equal` every rank gives
    as many as the one with the fewest, which leaves out less than a block for each worker.
    """

    def __init__(
            self, source, transform=None, *, shuffle=True, buffer=2048, block=64, seed=0,
            rank=None, world_size=None, equal=False):
        if buffer < 1 or block < 1:
            raise ValueError(f"expected buffer and block of at least 1, found {buffer}, {block}")
        self.source = source
        self.transform = transform
        self.shuffle = shuffle
        self.buffer = buffer
        self.block = block
        self.seed = seed
        # Workers that live through several epochs see it where the parent writes it.
        self._epoch = torch.zeros((), dtype=torch.int64).share_memory_()
        self.equal = equal
        own = _rank()
        self.rank = own[0] if rank is None else rank
        self.world_size = own[1] if world_size is None else world_size
        if not 0 <= self.rank < self.world_size:
            raise ValueError(f"expected a rank below {self.world_size}, found {self.rank}")

    @property
    def epoch(self):
        """What `set_epoch` was given last."""
        return int(self._epoch)

    def set_epoch(self, epoch):
        """Another order; call it before the loader is iterated."""
        self._epoch.fill_(epoch)

    def indices(self, worker, workers):
        """What one of a rank's workers reads."""
        def blocks(rank):
            return sampling.dealt(
                self.source.unit_starts, worker=worker * self.world_size + rank,
                workers=workers * self.world_size, shuffle=self.shuffle, seed=self.seed,
                epoch=self.epoch, block=self.block)

        found = sampling.order(
            blocks(self.rank), buffer=self.buffer if self.shuffle else 1,
            seed=f"{self.seed} {self.epoch} {worker} {self.rank}")
        if not self.equal:
            return found
        # The same number for all ranks' workers of one place, so that ranks end together.
        fewest = min(sum(map(len, blocks(rank))) for rank in range(self.world_size))
        return itertools.islice(found, fewest)

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        worker, workers = (0, 1) if info is None else (info.id, info.num_workers)
        for index in self.indices(worker, workers):
            record = self.source[index]
            yield record if self.transform is None else self.transform(record)


def collate(records, top=None, sources=None):
    """A RegionBatch of records as a dictionary of tensors; keys stay bytes.

    `top` and `sources` choose regions as in RegionBatch.of: annotated boxes are not taken unless
    they are asked for. Regions of all images lie one after the other; `images` says whose they are. Of rejected images
    alone there is no batch: None.
    """
    records = list(records)
    if all(_regions(record).reason is not None for record in records):
        return None
    batch = RegionBatch.of(records, top=top, sources=sources)
    return {
        name: value if isinstance(value, list) else torch.from_numpy(_signed(value))
        for name, value in vars(batch).items() if value is not None
    }


def _regions(record):
    return record[0] if isinstance(record, tuple) else record


def _signed(values):
    # torch has few operations on unsigned numbers; image ids beyond 2^63 do not occur in COCO.
    return values.astype("int64") if values.dtype.kind == "u" else values


def _rank():
    distributed = torch.distributed
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
