"""What goes wrong with the files of a data set."""


class ShardError(ValueError):
    """A file is not what a writer of shards wrote."""

    def __init__(self, path, detail=None):
        # DataLoader makes a worker's error again from its text alone.
        super().__init__(path if detail is None else f"{path}: {detail}")
        self.path = path if detail is not None else None
        self.detail = detail

    def __reduce__(self):
        return type(self), (str(self),) if self.detail is None else (self.path, self.detail)


class NotAShardError(ShardError):
    """The file is something else."""


class IncompleteError(ShardError):
    """Units of the plan have no shard yet, or theirs were removed."""


class VersionError(ShardError):
    """The file has a format that this reader does not know."""


class DamagedShardError(ShardError):
    """Bits were changed, cut off or appended."""
