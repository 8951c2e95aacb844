public import Records

/// A file of categories: COCO's or LVIS's json, or a bare list of their categories.
///
/// Each entry has `id` and `name`, and may have `synonyms` and `split` (`base`, `novel`).
public struct CategorySource: Hashable, Sendable {
  /// What an export takes from the file.
  public struct Contents: Hashable, Sendable {
    /// The categories in ascending id.
    public var categories: [Category] = []
    /// The ids of the images that it lists by name; empty for a bare list of categories.
    public var imageIDs: [ImageKey: UInt64] = [:]
  }

  /// The file, plain or packed with gzip or zstd.
  public let path: String

  /// Creates a source.
  public init(path: String) {
    self.path = path
  }

  /// Reads the categories in ascending id.
  ///
  /// - Throws: `InputError` when the file cannot be read, holds no category, or has an id twice.
  public func read() throws -> [Category] {
    try contents(hasImages: false).categories
  }

  /// Reads the categories, and the images' ids.
  ///
  /// LVIS gives an image's address in place of its name: it counts under the address' last part, and
  /// under the last two, as in `val2017/000000000139.jpg`. An image without a name or id is passed
  /// over.
  ///
  /// - Throws: as `read` does.
  public func contents() throws -> Contents {
    try contents(hasImages: true)
  }

  private func contents(hasImages: Bool) throws -> Contents {
    var reader = JSONReader(try ByteStream(path: path))
    var found = Contents()
    if try reader.kind() == .array {
      try Self.categories(&reader, into: &found.categories)
    } else {
      try reader.object { reader, key in
        switch key {
        case "categories": try Self.categories(&reader, into: &found.categories)
        case "images" where try hasImages && reader.kind() == .array:
          try reader.array { reader in try Self.image(&reader, into: &found.imageIDs) }
        default: try reader.skip()
        }
      }
    }
    try reader.finish()
    guard !found.categories.isEmpty else { throw InputError.empty(path: path) }
    found.categories = try COCOFile.unique(found.categories, path: path)
    return found
  }

  private static func categories(
    _ reader: inout JSONReader, into categories: inout [Category]
  ) throws {
    try reader.array { reader in categories.append(try COCOFile.category(&reader)) }
  }

  private static func image(
    _ reader: inout JSONReader, into ids: inout [ImageKey: UInt64]
  ) throws {
    guard try reader.kind() == .object else { return try reader.skip() }
    var id: UInt64?
    var name: String?
    var address: String?
    try reader.object { reader, key in
      switch (key, try reader.kind()) {
      case ("id", .number): id = try COCOFile.imageID(&reader)
      case ("file_name", .string): name = try reader.string()
      case ("coco_url", .string): address = try reader.string()
      default: try reader.skip()
      }
    }
    guard let id else { return }
    if let name {
      ids[ImageKey(name)] = id
    } else if let parts = address?.split(separator: "/"), let last = parts.last {
      ids[ImageKey(String(last))] = id
      ids[ImageKey(parts.suffix(2).joined(separator: "/"))] = id
    }
  }
}
