"""What goes wrong with the files of a data set."""


class ShardError(ValueError):
    """A file is not what a writer of shards wrote."""

    def __init__(self, path, detail):
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail

    def __reduce__(self):
        # Errors travel from the workers of a DataLoader.
        return type(self), (self.path, self.detail)


class NotAShardError(ShardError):
    """The file is something else."""


class VersionError(ShardError):
    """The file has a format that this reader does not know."""


class DamagedShardError(ShardError):
    """Bits were changed, cut off or appended."""
