import Codecs
import Records

/// The bytes of one record before compression: fixed fields, key, column table, columns.
///
///     0   u8[4]  "PLR1"
///     4   u16    version of this layout, 1
///     6   u16    flags: bit 0 = rejected, others 0
///     8   u64    image id
///     16  u32    N, number of regions
///     20  u32    width in pixels        24  u32  height in pixels
///     28  u16    D, embedding size      30  u16  K, concepts per region
///     32  u16    bytes of the key       34  u16  number of columns
///     36  u32    0
///     40  key, then 8 bytes for each column (u8 id, u8 type, u8 transform, u8 0, u32 bytes),
///         then the columns in the same order, ids ascending, without padding
struct RecordPayload {
  /// A column's place in the table and its bytes.
  struct Column {
    var id: UInt8
    var type: UInt8
    var transform: UInt8
    var bytes: ArraySlice<UInt8>
  }

  /// Why bytes are not a record.
  struct Malformed: Error {
    var detail: String
  }

  var imageID: UInt64
  var key: ImageKey
  var isRejected = false
  var regions = 0
  var width = 0
  var height = 0
  var embeddingSize = 0
  var conceptsPerRegion = 0
  var columns: [Column] = []

  init(imageID: UInt64, key: ImageKey) {
    self.imageID = imageID
    self.key = key
  }

  // MARK: Writing

  mutating func append<Element: ColumnElement>(_ id: ColumnID, _ values: [Element]) {
    append(id, bytes: LittleEndianColumn.bytes(of: values))
  }

  mutating func append(_ id: ColumnID, planes values: [Float16]) {
    append(id, bytes: LittleEndianColumn.planes(of: values))
  }

  private mutating func append(_ id: ColumnID, bytes: [UInt8]) {
    precondition(columns.last.map { $0.id < id.rawValue } ?? true, "columns in ascending order")
    let layout = id.layout
    columns.append(
      Column(
        id: id.rawValue, type: layout.type.rawValue, transform: layout.transform.rawValue,
        bytes: bytes[...]))
  }

  /// The payload, and where its compressor ends blocks: before byte planes and between them.
  func encoded() -> (bytes: [UInt8], flushPoints: [Int]) {
    var writer = ByteWriter()
    writer.append("PLR1")
    writer.append(UInt16(1))
    writer.append(UInt16(isRejected ? 1 : 0))
    writer.append(imageID)
    writer.append(UInt32(regions))
    writer.append(UInt32(width))
    writer.append(UInt32(height))
    writer.append(UInt16(embeddingSize))
    writer.append(UInt16(conceptsPerRegion))
    writer.append(UInt16(key.bytes.count))
    writer.append(UInt16(columns.count))
    writer.append(UInt32(0))
    writer.append(key.bytes)
    for column in columns {
      writer.append([column.id, column.type, column.transform, 0])
      writer.append(UInt32(column.bytes.count))
    }
    var flushPoints: [Int] = []
    for column in columns {
      if column.transform == ColumnTransform.planes.rawValue {
        let start = writer.bytes.count
        flushPoints += [start, start + column.bytes.count / 2]
      }
      writer.append(Array(column.bytes))
    }
    return (writer.bytes, flushPoints)
  }

  // MARK: Reading

  /// Reads the fixed fields, the key and where the columns lie.
  init(_ bytes: [UInt8]) throws(Malformed) {
    var reader = ByteReader(bytes)
    guard reader.skip("PLR1"), let version = reader.read(UInt16.self) else {
      throw Malformed(detail: "it does not begin with PLR1")
    }
    guard version == 1 else {
      throw Malformed(detail: "expected record version 1, found \(version)")
    }
    guard let flags = reader.read(UInt16.self), let imageID = reader.read(UInt64.self),
      let regions = reader.read(UInt32.self), let width = reader.read(UInt32.self),
      let height = reader.read(UInt32.self), let embeddingSize = reader.read(UInt16.self),
      let conceptsPerRegion = reader.read(UInt16.self), let keyCount = reader.read(UInt16.self),
      let columnCount = reader.read(UInt16.self), let reserved = reader.read(UInt32.self)
    else { throw Malformed(detail: "it ends inside the fixed fields") }
    guard flags <= 1, reserved == 0 else { throw Malformed(detail: "reserved bits are set") }
    try Self.check("regions", Int(regions), max: ShardLimits.regionsMax)
    try Self.check("width", Int(width), max: ShardLimits.sideMax)
    try Self.check("height", Int(height), max: ShardLimits.sideMax)
    try Self.check("embedding size", Int(embeddingSize), max: ShardLimits.embeddingSizeMax)
    try Self.check(
      "concepts per region", Int(conceptsPerRegion), max: ShardLimits.conceptsPerRegionMax)
    try Self.check("key bytes", Int(keyCount), max: ShardLimits.keyBytesMax)
    try Self.check("columns", Int(columnCount), max: ShardLimits.columnsMax)
    guard let key = reader.read(count: Int(keyCount)) else {
      throw Malformed(detail: "it ends inside the key")
    }
    self.init(imageID: imageID, key: ImageKey(bytes: Array(key)))
    isRejected = flags == 1
    self.regions = Int(regions)
    self.width = Int(width)
    self.height = Int(height)
    self.embeddingSize = Int(embeddingSize)
    self.conceptsPerRegion = Int(conceptsPerRegion)
    try readColumns(Int(columnCount), &reader)
  }

  private mutating func readColumns(_ count: Int, _ reader: inout ByteReader) throws(Malformed) {
    var sizes: [Int] = []
    for _ in 0..<count {
      guard let fields = reader.read(count: 4), let size = reader.read(UInt32.self) else {
        throw Malformed(detail: "it ends inside the column table")
      }
      let table = Array(fields)
      guard table[3] == 0 else { throw Malformed(detail: "reserved bits are set") }
      guard columns.last.map({ $0.id < table[0] }) ?? true else {
        throw Malformed(detail: "columns are not in ascending order")
      }
      columns.append(Column(id: table[0], type: table[1], transform: table[2], bytes: []))
      sizes.append(Int(size))
    }
    for (index, size) in sizes.enumerated() {
      guard let bytes = reader.read(count: size) else {
        throw Malformed(detail: "it ends inside column \(columns[index].id)")
      }
      columns[index].bytes = bytes
    }
    guard reader.rest.isEmpty else {
      throw Malformed(detail: "\(reader.rest.count) bytes follow the last column")
    }
  }

  /// Whether the record has a column.
  func has(_ id: ColumnID) -> Bool {
    columns.contains { $0.id == id.rawValue }
  }

  /// The bytes of a column that must be there, `count` elements long when that is known.
  func bytes(_ id: ColumnID, count: Int? = nil) throws(Malformed) -> ArraySlice<UInt8> {
    guard let column = columns.first(where: { $0.id == id.rawValue }) else {
      throw Malformed(detail: "column \(id.name) is missing")
    }
    let layout = id.layout
    guard column.type == layout.type.rawValue, column.transform == layout.transform.rawValue else {
      throw Malformed(detail: "column \(id.name) has another type")
    }
    let size = layout.type.size
    guard column.bytes.count.isMultiple(of: size) else {
      throw Malformed(detail: "column \(id.name) ends inside an element")
    }
    let found = column.bytes.count / size
    guard let count, count != found else { return column.bytes }
    throw Malformed(detail: "column \(id.name): expected \(count) elements, found \(found)")
  }

  func values<Element: ColumnElement>(
    _ id: ColumnID, count: Int? = nil, as type: Element.Type = Element.self
  ) throws(Malformed) -> [Element] {
    LittleEndianColumn.values(of: try bytes(id, count: count))
  }

  /// Numbers of a column, none of them NaN or infinite.
  func finite(_ id: ColumnID, count: Int) throws(Malformed) -> [Float] {
    let values: [Float] = try values(id, count: count)
    guard values.allSatisfy(\.isFinite) else {
      throw Malformed(detail: "column \(id.name) has a number that is not finite")
    }
    return values
  }

  func text(_ id: ColumnID) throws(Malformed) -> String {
    guard let text = String(validating: try bytes(id), as: UTF8.self) else {
      throw Malformed(detail: "column \(id.name) is not UTF-8")
    }
    return text
  }

  private static func check(_ name: String, _ found: Int, max: Int) throws(Malformed) {
    guard found <= max else {
      throw Malformed(detail: "expected at most \(max) \(name), found \(found)")
    }
  }
}
