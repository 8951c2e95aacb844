internal import CZlib

/// The running CRC-32 of zip and gzip files (reflected polynomial 0xEDB88320).
public struct CRC32: Sendable {
  private var value: UInt = 0

  /// Creates the checksum of no bytes.
  public init() {}

  /// Takes more bytes.
  public mutating func update(_ bytes: [UInt8]) {
    value = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe crc32_z(value, buffer.baseAddress, buffer.count)
    }
  }

  /// The checksum of all bytes so far.
  public var checksum: UInt32 { UInt32(truncatingIfNeeded: value) }
}
