import Codecs

/// The bytes of a list, in memory or in a file.
enum ListBytes: Sendable {
  case memory([UInt8])
  case file(RandomAccessFile)

  var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(let file): file.size
    }
  }

  func read(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
    switch self {
    case .memory(let bytes): Array(bytes[offset..<offset + count])
    case .file(let file): try file.read(count: count, at: offset)
    }
  }
}
