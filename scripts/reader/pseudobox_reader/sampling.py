"""Which records a worker reads, in which order."""

import random


def blocks_of(unit_starts, block):
    """Ranges of at most `block` records, none across two shards."""
    return [
        range(start, min(start + block, int(unit_starts[unit + 1])))
        for unit in range(len(unit_starts) - 1)
        for start in range(int(unit_starts[unit]), int(unit_starts[unit + 1]), block)
    ]


def dealt(unit_starts, *, worker, workers, shuffle, seed, epoch, block):
    """The blocks of one of `workers`: dealt out in an order that seed and epoch decide."""
    blocks = blocks_of(unit_starts, block)
    if shuffle:
        random.Random(f"{seed} {epoch}").shuffle(blocks)
    return blocks[worker::workers]


def order(blocks, *, buffer, seed):
    """The records of blocks one after the other, or, with a buffer of more than one, mixed.

    Each next record is drawn at random from a buffer that the stream fills again.
    """
    indices = (index for block in blocks for index in block)
    if buffer <= 1:
        yield from indices
        return
    draw = random.Random(seed)
    waiting = []
    for index in indices:
        if len(waiting) < buffer:
            waiting.append(index)
            continue
        place = draw.randrange(buffer)
        waiting[place], index = index, waiting[place]
        yield index
    draw.shuffle(waiting)
    yield from waiting
