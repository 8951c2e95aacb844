/// A unit as its shards' headers and directories describe it; no record has been read.
struct IndexUnit: Hashable {
  var regions: IndexedShard
  var labels: IndexedShard?
  /// Number of its first image.
  var firstImage: Int

  /// Number of the region shard of the unit at `place`: numbers of shards follow from places.
  static func regionShard(at place: Int) -> Int { 2 * place }

  /// Number of the label shard of the unit at `place`.
  static func labelShard(at place: Int) -> Int { 2 * place + 1 }
}
