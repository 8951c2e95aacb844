/// A unit as its shards' headers and directories describe it; no record has been read.
struct IndexUnit: Hashable {
  var regions: IndexedShard
  var labels: IndexedShard?
  /// Number of its first image.
  var firstImage: Int
}
