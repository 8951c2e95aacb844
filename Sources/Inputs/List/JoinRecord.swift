import Records

/// A record of the join: an image's name, what is said of it, and in which order.
///
/// Sorted by its bytes it comes behind its image's listing:
///
///     name with each 0 as 0 0xff, then 0 0      the name's order is that of its bytes
///     u8 kind                                   listings first
///     u64 ordinal, high byte first              file order
///     payload
struct JoinRecord {
  /// What a record says, in the order in which a join needs it.
  enum Kind: UInt8 {
    /// The list names the image.
    case listing
    /// A caption file gives the image an id.
    case id
    /// A caption.
    case caption
    /// A class.
    case label
  }

  var name: [UInt8]
  var kind: Kind
  var ordinal: UInt64
  var payload: [UInt8]

  /// The bytes that sort as the record should.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.count + payload.count + 11)
    for byte in name {
      bytes.append(byte)
      if byte == 0 { bytes.append(0xff) }
    }
    bytes += [0, 0, kind.rawValue]
    bytes += Self.bigEndian(ordinal)
    bytes += payload
    return bytes
  }

  /// A number whose bytes sort as it does.
  static func bigEndian(_ number: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
  }

  init(name: [UInt8], kind: Kind, ordinal: UInt64, payload: [UInt8]) {
    self.name = name
    self.kind = kind
    self.ordinal = ordinal
    self.payload = payload
  }

  /// Reads what `bytes` gave.
  init(_ bytes: [UInt8]) {
    name = []
    var next = 0
    while true {
      let byte = bytes[next]
      next += 1
      if byte == 0 {
        next += 1
        if bytes[next - 1] == 0 { break }
      }
      name.append(byte)
    }
    guard let kind = Kind(rawValue: bytes[next]) else {
      preconditionFailure("our own records have a kind")
    }
    self.kind = kind
    ordinal = bytes[next + 1..<next + 9].reduce(0) { $0 << 8 | UInt64($1) }
    payload = Array(bytes[(next + 9)...])
  }
}
