import Records
import ShardStore

/// The ids under which an export names images.
///
/// A data set has the ids of its image list, or numbers its images where that has none; consumers
/// look images up in the file whose categories are written. Where the file lists an image by name,
/// its id is the file's.
struct ImageIDs {
  private let idOfImage: [ImageKey: UInt64]
  private let imageOfID: [UInt64: ImageKey]
  private let hasFile: Bool

  /// Takes the file's ids; `checkStop` is called for each image that is looked at.
  ///
  /// None are taken when it lists no image of the data set, as where its categories alone are meant.
  init(_ source: ExportSource, checkStop: () throws -> Void) throws {
    hasFile = !source.imageIDs.isEmpty
    let isMeant = try hasFile && Self.lists(source, checkStop)
    idOfImage = isMeant ? source.imageIDs : [:]
    imageOfID = Dictionary(
      idOfImage.map { ($0.value, $0.key) }, uniquingKeysWith: { min($0, $1) })
  }

  /// Whether the file lists any image; the first one decides as a rule.
  private static func lists(
    _ source: ExportSource, _ checkStop: () throws -> Void
  ) throws -> Bool {
    for unit in source.units {
      let shard = try ShardReader(path: unit.regions)
      for index in 0..<shard.count {
        try checkStop()
        let record = try shard.regionRecord(at: index, includesEmbeddings: false)
        if source.imageIDs[record.key] != nil { return true }
      }
    }
    return false
  }

  /// The id of an image, and what is to be told of it.
  ///
  /// - Throws: `ExportError.sameID` when the file has the id of an image that it does not list for
  ///   another one.
  func id(of record: RegionRecord) throws(ExportError) -> (id: UInt64, note: String?) {
    if let id = idOfImage[record.key] {
      return (id, id == record.imageID ? nil : "images with the id of the categories' file")
    }
    if let other = imageOfID[record.imageID] {
      throw .sameID(id: record.imageID, key: "\(record.key)", other: "\(other)")
    }
    let note = "images that the categories' file does not list: their own id"
    return (record.imageID, hasFile ? note : nil)
  }
}
