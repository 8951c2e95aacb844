/// Where sorting is done.
struct SortSpace {
  /// Folder for what does not fit into memory; made when it is needed.
  var folder: String
  /// Bytes of records and of their places that one sorter keeps in memory.
  var bytesMax = 24 << 20
  /// Called for each record; throws to stop.
  var check: () throws -> Void = {}
}
