/// Builds the bytes of a safetensors file.
///
/// Equal content gives equal bytes: tensors and metadata are sorted by the bytes of their names,
/// and the header is filled up with spaces so that the data begins at a multiple of 64 bytes.
public struct SafetensorsWriter {
  private struct Pending {
    var type: String
    var shape: [Int]
    var bytes: [UInt8]
  }

  private var pending: [String: Pending] = [:]
  private let metadata: [String: String]

  /// Starts a file with free-form texts.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor of 32-bit floats; names may be used once.
  public mutating func add(_ name: String, shape: [Int], floats: [Float]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(floats.count * 4)
    for value in floats {
      let bits = value.bitPattern
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
    }
    add(name, Pending(type: "F32", shape: shape, bytes: bytes), elements: floats.count)
  }

  /// Adds a tensor of 16-bit floats; names may be used once.
  public mutating func add(_ name: String, shape: [Int], halves: [Float16]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(halves.count * 2)
    for value in halves {
      let bits = value.bitPattern
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
    }
    add(name, Pending(type: "F16", shape: shape, bytes: bytes), elements: halves.count)
  }

  private mutating func add(_ name: String, _ tensor: Pending, elements: Int) {
    precondition(pending[name] == nil && name != "__metadata__", "name \(name) is taken")
    precondition(name.utf8.count <= SafetensorsHeader.nameBytesMax)
    precondition(tensor.shape.reduce(1, *) == elements, "shape of \(name)")
    pending[name] = tensor
  }

  /// The bytes of the file.
  public func bytes() -> [UInt8] {
    var fields: [String] = []
    if !metadata.isEmpty {
      let texts = SafetensorsWriter.sorted(metadata.keys).map { key in
        "\(SafetensorsWriter.quoted(key)):\(SafetensorsWriter.quoted(metadata[key] ?? ""))"
      }
      fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var data: [UInt8] = []
    for name in SafetensorsWriter.sorted(pending.keys) {
      guard let tensor = pending[name] else { continue }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let end = data.count + tensor.bytes.count
      fields.append(
        "\(SafetensorsWriter.quoted(name)):{\"dtype\":\"\(tensor.type)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(data.count),\(end)]}")
      data += tensor.bytes
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (64 - (8 + header.count) % 64) % 64)
    precondition(header.count <= SafetensorsHeader.bytesMax)
    let length = UInt64(header.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return prefix + header + data
  }

  private static func sorted(_ names: some Sequence<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
