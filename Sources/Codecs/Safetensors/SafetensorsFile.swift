/// A safetensors file, mapped into memory and checked before any tensor is read.
///
/// Layout (https://github.com/huggingface/safetensors): 8 bytes little-endian length N of the
/// header, N bytes of JSON that begin with `{` and may end in spaces, then the tensors' bytes,
/// little-endian, without holes. Checked: header of at most 16 MiB, at most 65,536 tensors, names
/// of at most 512 bytes, at most 8 dimensions, no name twice, products that do not overflow, sizes
/// that fit type and shape, tensors that cover the data exactly once.
public struct SafetensorsFile: Sendable {
  /// One tensor's description.
  public struct Tensor: Hashable, Sendable {
    /// Element type as the file writes it, for example `F32`.
    public let type: String
    /// Its dimensions; empty for a scalar.
    public let shape: [Int]
    let range: Range<Int>

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }
  }

  /// Where the file is.
  public let path: String
  /// The tensors by name.
  public let tensors: [String: Tensor]
  /// The file's free-form texts.
  public let metadata: [String: String]

  private let file: MappedBytes

  /// Names of all tensors in byte order.
  public var names: [String] {
    tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Maps and checks a file; throws `SafetensorsError`.
  public init(path: String) throws {
    do {
      let file = try MappedBytes(path: path)
      let prefix = file.bytes(0..<min(8, file.count))
      guard prefix.count == 8 else {
        throw SafetensorsError.Problem.truncatedHeader(fileBytes: file.count, neededBytes: 8)
      }
      let length = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard length <= SafetensorsHeader.bytesMax else {
        throw SafetensorsError.Problem.headerTooLarge(
          bytes: length, limit: SafetensorsHeader.bytesMax)
      }
      let dataStart = 8 + Int(length)
      guard dataStart <= file.count else {
        throw SafetensorsError.Problem.truncatedHeader(
          fileBytes: file.count, neededBytes: dataStart)
      }
      let header = try SafetensorsHeader(json: file.bytes(8..<dataStart)[...])
      tensors = try SafetensorsFile.tensors(header, dataStart, fileBytes: file.count)
      metadata = header.metadata
      self.path = path
      self.file = file
    } catch let problem as SafetensorsError.Problem {
      throw SafetensorsError(path: path, problem: problem)
    }
  }

  private static func tensors(
    _ header: SafetensorsHeader, _ dataStart: Int, fileBytes: Int
  ) throws(SafetensorsError.Problem) -> [String: Tensor] {
    var next = 0
    let entries = header.entries.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
    for entry in entries {
      guard let bits = bits[entry.type] else {
        throw .unsupportedType(tensor: entry.name, type: entry.type)
      }
      var total = bits
      for dimension in entry.shape {
        let (product, overflow) = total.multipliedReportingOverflow(by: dimension)
        guard !overflow else { throw .shapeOverflow(tensor: entry.name) }
        total = product
      }
      let found = entry.end - entry.begin
      guard total % 8 == 0 && total / 8 == found else {
        throw .sizeMismatch(tensor: entry.name, expected: (total + 7) / 8, found: found)
      }
      guard entry.begin == next else {
        throw .notContiguous(tensor: entry.name, expected: next, found: entry.begin)
      }
      next = entry.end
    }
    guard next == fileBytes - dataStart else {
      throw .lengthMismatch(expected: next, found: fileBytes - dataStart)
    }
    return Dictionary(
      entries.map { entry in
        let range = dataStart + entry.begin..<dataStart + entry.end
        return (entry.name, Tensor(type: entry.type, shape: entry.shape, range: range))
      }, uniquingKeysWith: { $1 })
  }

  /// Bits of an element.
  ///
  /// Types that are narrower than a byte are not in the list.
  private static let bits: [String: Int] = [
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "U16": 16, "I16": 16, "F16": 16,
    "BF16": 16, "U32": 32, "I32": 32, "F32": 32, "U64": 64, "I64": 64, "F64": 64, "C64": 64,
  ]

  /// A tensor's elements in row-major order; F32, F16 and BF16 can be read.
  ///
  /// Values that are not finite are handed out as they are: ask `hasOnlyFiniteValues` where they
  /// matter.
  public func floats(_ name: String) throws(SafetensorsError) -> [Float] {
    let tensor = try tensor(name)
    return try floats(name, tensor, tensor.range)
  }

  /// The elements of some rows as above: what follows the first dimension is a row.
  ///
  /// For the tensors that are too large to be copied whole; `release` them afterwards.
  public func floats(
    _ name: String, rows: Range<Int>
  ) throws(SafetensorsError) -> [Float] {
    let tensor = try tensor(name)
    let count = tensor.shape.first ?? 0
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count && !rows.isEmpty)
    let bytes = tensor.range.count / count
    let start = tensor.range.lowerBound
    return try floats(
      name, tensor, start + rows.lowerBound * bytes..<start + rows.upperBound * bytes)
  }

  /// Gives the memory in which a tensor's bytes were mapped back to the system.
  public func release(_ name: String) {
    if let tensor = tensors[name] { file.release(tensor.range) }
  }

  private func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw SafetensorsError(path: path, problem: .missingTensor(name))
    }
    return tensor
  }

  private func floats(
    _ name: String, _ tensor: Tensor, _ range: Range<Int>
  ) throws(SafetensorsError) -> [Float] {
    switch tensor.type {
    case "F32": return file.floats(range)
    case "F16": return file.halves(range).map { Float(Float16(bitPattern: $0)) }
    case "BF16":
      return file.halves(range).map { Float(bitPattern: UInt32($0) << 16) }
    default:
      throw SafetensorsError(
        path: path, problem: .unsupportedType(tensor: name, type: tensor.type))
    }
  }

  /// Whether no value is infinite or not a number.
  public static func hasOnlyFiniteValues(_ values: [Float]) -> Bool {
    // The exponent bits are all ones for infinities and NaN; no branch per value.
    var found: UInt32 = 0
    for value in values {
      found |= (value.bitPattern & 0x7F80_0000) &+ 0x0080_0000
    }
    return found & 0x8000_0000 == 0
  }
}
