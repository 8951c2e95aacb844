import Crypto

/// A SHA-256 digest (FIPS 180-4): 32 bytes, written as 64 lower-case hex digits.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  /// The digest's 32 bytes.
  public let bytes: [UInt8]

  /// Creates a digest from its 32 bytes; `nil` for any other count.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Creates a digest from 64 hex digits; `nil` for anything else, upper case included.
  public init?(hex: String) {
    guard let bytes = [UInt8](lowercaseHex: hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Digests `bytes`.
  public init(of bytes: [UInt8]) {
    var hasher = SHA256Hasher()
    hasher.update(bytes[...])
    self = hasher.digest
  }

  /// Digests the file at `path` in pieces of 1 MiB.
  public init(
    ofFile path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    let file = try RandomAccessFile(path: path, fileSystem: fileSystem)
    var hasher = SHA256Hasher()
    var offset = 0
    while offset < file.size {
      let piece = try file.read(count: min(1 << 20, file.size - offset), at: offset)
      hasher.update(piece[...])
      offset += piece.count
    }
    self = hasher.digest
  }

  fileprivate init(finished bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The digest as 64 lower-case hex digits.
  public var hex: String { bytes.lowercaseHex }

  /// The digest as 64 lower-case hex digits.
  public var description: String { hex }
}

/// A running SHA-256.
public struct SHA256Hasher: Sendable {
  private var state = SHA256()

  /// Creates a hasher that has seen nothing.
  public init() {}

  /// Takes more bytes.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe state.update(bufferPointer: buffer)
    }
  }

  /// The digest of all bytes so far; the hasher can go on afterwards.
  public var digest: SHA256Digest {
    SHA256Digest(finished: Array(state.finalize()))
  }
}

extension Array<UInt8> {
  /// Two lower-case hex digits for each byte.
  public var lowercaseHex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(count * 2)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Bytes from pairs of lower-case hex digits; `nil` for anything else.
  public init?(lowercaseHex text: String) {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.nibble(digits[index]), let low = Self.nibble(digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self = bytes
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
