/// A file's bytes, or those of any source, from first to last, a chunk in memory at a time.
struct FileChunks {
  /// Bytes read at a time.
  static let chunkBytes = 128 << 10

  private let source: () throws -> [UInt8]
  private var offset = 0
  /// The chunk at hand.
  private(set) var bytes: [UInt8] = []
  /// The first of `bytes` that is not used yet.
  var next = 0

  init(path: String) throws(FileError) {
    let file = try RandomAccessFile(path: path)
    var offset = 0
    self.init {
      let bytes = try file.read(count: min(Self.chunkBytes, file.size - offset), at: offset)
      offset += bytes.count
      return bytes
    }
  }

  /// The bytes that `source` gives, call by call; it gives none at the end.
  init(source: @escaping () throws -> [UInt8]) {
    self.source = source
  }

  /// Where the next byte stands in the file.
  var position: Int { offset - bytes.count + next }

  /// Whether there are bytes at hand, after reading more where there are none; `false` at the end.
  mutating func fill() throws -> Bool {
    guard next == bytes.count else { return true }
    bytes = try source()
    offset += bytes.count
    next = 0
    return !bytes.isEmpty
  }
}
