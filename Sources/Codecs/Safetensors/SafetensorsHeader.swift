/// What the JSON header of a safetensors file says, not yet compared with the file's length.
struct SafetensorsHeader {
  /// One tensor's entry.
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  static let bytesMax = 16 << 20
  static let tensorsMax = 65_536
  static let nameBytesMax = 512
  static let dimensionsMax = 8

  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// Reads the header; the error is a bare problem, because the path is not known here.
  init(json: ArraySlice<UInt8>) throws(SafetensorsError.Problem) {
    var scanner = Scanner(bytes: json)
    guard json.first == UInt8(ascii: "{") else { throw scanner.expected("`{`") }
    var names: Set<String> = []
    try scanner.object { scanner, name throws(SafetensorsError.Problem) in
      guard names.insert(name).inserted else { throw .duplicateKey(name) }
      if name == "__metadata__" {
        metadata = try SafetensorsHeader.metadata(&scanner)
        return
      }
      guard entries.count < SafetensorsHeader.tensorsMax else {
        throw .tooManyTensors(limit: SafetensorsHeader.tensorsMax)
      }
      guard name.utf8.count <= SafetensorsHeader.nameBytesMax else {
        throw .nameTooLong(bytes: name.utf8.count, limit: SafetensorsHeader.nameBytesMax)
      }
      entries.append(try SafetensorsHeader.entry(name, &scanner))
    }
    try scanner.padding()
  }

  private static func metadata(
    _ scanner: inout Scanner
  ) throws(SafetensorsError.Problem) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.object { scanner, key throws(SafetensorsError.Problem) in
      guard metadata[key] == nil else { throw .duplicateKey(key) }
      metadata[key] = try scanner.string()
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ scanner: inout Scanner
  ) throws(SafetensorsError.Problem) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { scanner, key throws(SafetensorsError.Problem) in
      switch key {
      case "dtype" where type == nil: type = try scanner.string()
      case "shape" where shape == nil: shape = try scanner.integers(max: dimensionsMax + 1)
      case "data_offsets" where offsets == nil: offsets = try scanner.integers(max: 3)
      case "dtype", "shape", "data_offsets": throw .duplicateKey("\(name).\(key)")
      default: throw scanner.expected("`dtype`, `shape` or `data_offsets`, not `\(key)`")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.expected("`dtype`, `shape` and two ascending `data_offsets` of `\(name)`")
    }
    guard shape.count <= dimensionsMax else {
      throw .tooManyDimensions(tensor: name, count: shape.count, limit: dimensionsMax)
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }
}
