import Codecs

/// Bytes from front to back, of which parts may be passed over.
protocol ArchiveBytes {
  /// Offset of the next byte.
  var offset: Int { get }
  /// Takes up to `count` bytes; fewer only at the end.
  mutating func read(_ count: Int) throws -> [UInt8]
  /// Passes over `count` bytes; false when there are fewer.
  mutating func skip(_ count: Int) throws -> Bool
}

/// The bytes of a file, in which passing over costs nothing.
struct FileArchive: ArchiveBytes {
  /// Bytes read at a time: several headers where members are small.
  private static let window = 4096

  let file: RandomAccessFile
  private(set) var offset = 0
  private var buffer: [UInt8] = []
  private var bufferStart = 0

  init(_ file: RandomAccessFile) {
    self.file = file
  }

  mutating func read(_ count: Int) throws -> [UInt8] {
    let count = min(count, file.size - offset)
    defer { offset += count }
    if offset < bufferStart || offset + count > bufferStart + buffer.count {
      guard count < Self.window else { return try file.read(count: count, at: offset) }
      buffer = try file.read(count: min(Self.window, file.size - offset), at: offset)
      bufferStart = offset
    }
    return Array(buffer[offset - bufferStart..<offset - bufferStart + count])
  }

  mutating func skip(_ count: Int) throws -> Bool {
    guard count <= file.size - offset else {
      offset = file.size
      return false
    }
    offset += count
    return true
  }
}

/// Bytes of a stream, which is read on to pass over them.
struct StreamArchive: ArchiveBytes {
  private let source: any ByteSource
  private(set) var offset = 0
  private var chunk: [UInt8] = []
  private var next = 0

  init(_ source: any ByteSource) {
    self.source = source
  }

  /// Takes bytes of the current chunk, of which there is at least one unless the stream has ended.
  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    if next == chunk.count {
      chunk = try source.next()
      next = 0
    }
    let taken = chunk[next..<min(chunk.count, next + count)]
    next = taken.endIndex
    offset += taken.count
    return taken
  }

  mutating func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try take(count - bytes.count)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  mutating func skip(_ count: Int) throws -> Bool {
    var rest = count
    while rest > 0 {
      let piece = try take(rest)
      if piece.isEmpty { return false }
      rest -= piece.count
    }
    return true
  }

  /// Reads to the end, so that a command's exit status is seen; false when that is not within
  /// `bytesMax`.
  mutating func drain(bytesMax: Int) throws -> Bool {
    let end = offset + bytesMax
    while offset < end { if try take(1 << 20).isEmpty { return true } }
    return false
  }
}
