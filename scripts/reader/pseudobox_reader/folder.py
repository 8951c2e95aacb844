"""Many shards as one sequence, and a data set's folder."""

import collections
import hashlib
import json
import os
import pathlib
import re
import sqlite3
import threading

import numpy

from .errors import IncompleteError, ShardError
from .shard import Shard, record_count

_SHARD_NAME = re.compile(r"unit-(\d{8})\.plr\.zst")


class _OpenShards:
    """The shards that one process holds open, the latest used last."""

    def __init__(self):
        self.process = os.getpid()
        self.lock = threading.Lock()
        self.shards = collections.OrderedDict()


class ShardFolder:
    """All shards of one folder as one sequence and mapping: len(), [i], [key], iteration.

    At most `open_max` shards are held open; with `kind`, "regions" or "labels", those of the other
    kind are refused. Keys are given as bytes or as str (UTF-8); with
    `index`, a path of the data set's index.db, a key is found by one query instead of by halving.
    """

    def __init__(self, folder, open_max=64, index=None, kind=None):
        self.folder = pathlib.Path(folder)
        self.kind = kind
        self.names = sorted(name for name in os.listdir(folder) if _SHARD_NAME.fullmatch(name))
        counts = [record_count(self.folder / name) for name in self.names]
        self._starts = numpy.concatenate([[0], numpy.cumsum(counts)]).astype(int)
        self._places = {name: place for place, name in enumerate(self.names)}
        self._open_max = open_max
        self._index_path = index
        self._prepare()

    def _prepare(self):
        self._held = _OpenShards()
        self._connections = threading.local()

    def __getstate__(self):
        state = dict(self.__dict__)
        for name in ("_held", "_connections"):
            del state[name]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._prepare()

    def __len__(self):
        return int(self._starts[-1])

    def __iter__(self):
        for place in range(len(self.names)):
            yield from self.shard(place)

    def __getitem__(self, item):
        if isinstance(item, (str, bytes)):
            key = _key(item)
            hint = self._hint(key)
            if hint is not None:
                record = self.shard(hint[0])[hint[1]]
                if record.key == key:
                    return record
            place = self._find_by_halving(key)
            if place is None:
                raise KeyError(item)
            return self.shard(place[0])[place[1]]
        index = range(len(self))[item]
        place = int(numpy.searchsorted(self._starts, index, side="right")) - 1
        return self.shard(place)[index - int(self._starts[place])]

    def __contains__(self, key):
        return self.find(key) is not None

    @property
    def unit_starts(self):
        """Index of the first record of each shard, and the number of records, int [shards + 1]."""
        return self._starts

    def shard(self, place):
        """The shard at `place` among the names."""
        held = self._held
        if held.process != os.getpid():
            # The lock may have been another thread's when the process was forked.
            held = self._held = _OpenShards()
        with held.lock:
            shard = held.shards.pop(place, None)
            if shard is None:
                shard = Shard(self.folder / self.names[place])
                if self.kind not in (None, shard.header["kind"]):
                    raise ShardError(
                        shard.path, f"holds {shard.header['kind']}, expected {self.kind}")
                count = int(self._starts[place + 1] - self._starts[place])
                if len(shard) != count:
                    raise ShardError(
                        shard.path, f"had {count} records when the folder was opened, "
                        f"now has {len(shard)}")
            held.shards[place] = shard
            if len(held.shards) > self._open_max:
                held.shards.popitem(last=False)
        return shard

    def find(self, key):
        """Places (shard, record) of `key`, or None: keys ascend through all shards."""
        key = _key(key)
        hint = self._hint(key)
        if hint is not None and self.shard(hint[0]).key(hint[1]) == key:
            return hint
        return self._find_by_halving(key)

    def index_of(self, key):
        """The number of `key`'s record in this sequence, or None."""
        place = self.find(key)
        return None if place is None else int(self._starts[place[0]]) + place[1]

    def _find_by_halving(self, key):
        low, high = 0, len(self.names)
        while low < high:
            middle = (low + high) // 2
            shard = self.shard(middle)
            if len(shard) and shard.key(len(shard) - 1) < key:
                low = middle + 1
            else:
                high = middle
        if low == len(self.names):
            return None
        record = self.shard(low).find(key)
        return None if record is None else (low, record)

    def _hint(self, key):
        """Where the index has `key`: it may be missing, damaged or older than the shards."""
        if self._index_path is None:
            return None
        try:
            row = self._connection().execute(
                "SELECT shards.name, records.ordinal FROM images JOIN records USING (image) "
                "JOIN shards USING (shard) WHERE images.key = ? AND records.kind = 'regions'",
                (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or row[0] not in self._places:
            return None
        place, record = self._places[row[0]], row[1]
        count = int(self._starts[place + 1] - self._starts[place])
        return (place, record) if isinstance(record, int) and 0 <= record < count else None

    def _connection(self):
        # One for each thread and process: SQLite's must not be carried over a fork.
        held = getattr(self._connections, "held", None)
        if held is None or held[0] != os.getpid():
            path = pathlib.Path(self._index_path).absolute().as_uri()
            connection = sqlite3.connect(f"{path}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            # A view may hold a query without end under the name of a table.
            foreign = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')")
            if foreign.fetchone() != (0,):
                self._index_path = None
                raise sqlite3.DatabaseError("expected tables and indexes only")
            held = self._connections.held = (os.getpid(), connection)
        return held[1]


class Dataset(ShardFolder):
    """The regions of a data set's directory, and its label sets by name.

    A data set some of whose planned units have no shard is refused with IncompleteError, unless
    `partial` asks for what is there.
    """

    def __init__(self, path, open_max=64, *, partial=False):
        self.path = pathlib.Path(path)
        index = self.path / "index.db"
        super().__init__(
            self.path / "regions", open_max, index=index if index.exists() else None,
            kind="regions")
        if not partial:
            self._check_plan()

    def _check_plan(self):
        """Holds the shards to the units of plan.json; shards without a plan are taken as they are."""
        try:
            units = json.loads((self.path / "plan.json").read_text(encoding="utf-8"))["units"]
        except FileNotFoundError:
            return
        missing = [
            unit["index"] for unit in units
            if f"unit-{unit['index']:08d}.plr.zst" not in self._places]
        if missing:
            shown = ", ".join(map(str, missing[:8])) + (", ..." if len(missing) > 8 else "")
            raise IncompleteError(
                str(self.path), f"{len(missing)} of {len(units)} planned units have no shard of "
                f"regions: {shown}. `pseudobox status` tells how far it is; the run that made it "
                "goes on with the same command. Dataset(path, partial=True) reads what is there")

    @property
    def source_kinds(self):
        """Kinds of the proposal sources by the number in `sources`, such as ("owlv2",)."""
        return self.shard(0).source_kinds if self.names else ()

    def label_sets(self):
        """Names of the label sets."""
        folder = self.path / "labels"
        if not folder.is_dir():
            return []
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())

    def labels(self, name=None):
        """The label set `name`, else the one that index.db shows, else the only one."""
        name = self._label_set(name)
        return ShardFolder(
            self.path / "labels" / name, self._open_max, index=self._index_path, kind="labels")

    def joined(self, name=None):
        """Regions with the labels of the same images: a sequence of pairs."""
        return Joined(self, self.labels(name))

    def concepts(self, name=None):
        """Names of the concepts of a label set; places are concept ids."""
        path = self.path / "labels" / self._label_set(name) / "pool.tsv"
        lines = path.read_text(encoding="utf-8").split("\n")[1:]
        return [_unescaped(line.split("\t")[1]) for line in lines if line]

    def provenance(self, name=None):
        """What a label set was made from (set.json)."""
        path = self.path / "labels" / self._label_set(name) / "set.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def concept_embeddings(self, name=None):
        """Text embeddings of a label set's concepts, float32 [concepts, D]; places are concept ids.

        They are those of `concepts/`, which holds the pool made last: of a label set with another
        pool they are refused.
        """
        path = self.path / "concepts" / "text.safetensors"
        embeddings = read_safetensors(path)
        if not self.label_sets():
            return embeddings
        name = self._label_set(name)
        expected = self.provenance(name)["pool_digest"]
        digest = hashlib.sha256()
        for concept in self.concepts(name):
            digest.update(f"{concept}\n".encode())
        digest.update("{} {}\n".format(*embeddings.shape).encode())
        digest.update(embeddings.astype("<f4").tobytes())
        if digest.hexdigest() != expected:
            raise ShardError(
                str(path), f"is of another pool than the label set {name} was made with; "
                "`pseudobox concepts` with that set's settings makes its pool again")
        return embeddings

    def _label_set(self, name):
        names = self.label_sets()
        if name is None:
            shown = names[0] if len(names) == 1 else self._shown_label_set()
            if shown not in names:
                raise ValueError(f"there are the label sets {names}: name one, as in labels(NAME)")
            return shown
        if name not in names:
            raise KeyError(f"expected one of {names}, found {name!r}")
        return name

    def _shown_label_set(self):
        """The label set that index.db was made with, or None."""
        if self._index_path is None:
            return None
        try:
            row = self._connection().execute(
                "SELECT value FROM meta WHERE key = 'label_set'").fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else row[0]


class Joined:
    """Regions and labels of the same images as pairs: len(), [i], [key], iteration."""

    def __init__(self, regions, labels):
        if regions.names != labels.names or len(regions) != len(labels):
            fewer = "labels" if len(labels) < len(regions) else "regions"
            raise IncompleteError(
                str(labels.folder),
                f"covers {len(labels.names)} units and {len(labels)} images, the regions cover "
                f"{len(regions.names)} and {len(regions)}: {fewer} are missing, "
                "`pseudobox status` tells which")
        self.regions = regions
        self.labels = labels

    def __len__(self):
        return len(self.regions)

    @property
    def unit_starts(self):
        """As of the regions."""
        return self.regions.unit_starts

    def __iter__(self):
        return (self._pair(*pair) for pair in zip(self.regions, self.labels, strict=True))

    def __getitem__(self, item):
        if isinstance(item, (str, bytes)):
            index = self.regions.index_of(item)
            if index is None:
                raise KeyError(item)
            item = index
        return self._pair(self.regions[item], self.labels[item])

    def _pair(self, regions, labels):
        if regions.key != labels.key or len(regions.boxes) != len(labels.log_sum_exp):
            raise ShardError(
                str(self.labels.folder), f"labels of {labels.key!r} stand where regions of "
                f"{regions.key!r} are")
        return regions, labels


def _key(key):
    return key.encode() if isinstance(key, str) else bytes(key)


def _unescaped(text):
    # pool.tsv escapes what would end a column or a line.
    plain = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\p": "|", "\\\\": "\\"}
    return re.sub(r"\\[tnrp\\]", lambda found: plain[found.group()], text)


def read_safetensors(path):
    """The only tensor of a safetensors file as float32."""
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    (entry,) = [value for name, value in header.items() if name != "__metadata__"]
    dtype = {"F32": "<f4", "F16": "<f2"}[entry["dtype"]]
    start, end = entry["data_offsets"]
    values = numpy.frombuffer(data[8 + length + start : 8 + length + end], dtype)
    return values.reshape(entry["shape"]).astype(numpy.float32)
