public import Records

/// A file of categories: COCO's or LVIS's json, or a bare list of their categories.
///
/// Each entry has `id` and `name`, and may have `synonyms` and `split` (`base`, `novel`).
public struct CategorySource: Hashable, Sendable {
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
    var reader = JSONReader(try ByteStream(path: path))
    var categories: [Category] = []
    if try reader.kind() == .array {
      try Self.categories(&reader, into: &categories)
    } else {
      try reader.object { reader, key in
        if key == "categories" {
          try Self.categories(&reader, into: &categories)
        } else {
          try reader.skip()
        }
      }
    }
    try reader.finish()
    guard !categories.isEmpty else { throw InputError.empty(path: path) }
    return try COCOFile.unique(categories, path: path)
  }

  private static func categories(
    _ reader: inout JSONReader, into categories: inout [Category]
  ) throws {
    try reader.array { reader in categories.append(try COCOFile.category(&reader)) }
  }
}
