import Codecs
import FoundationEssentials

/// A file of sorted counts: a run of one worker, or the partial pool of a part of a corpus.
///
///     8 bytes     "PBXCNT1\n"
///     blocks      u32 bytes of the records, u32 bytes of the frame, one zstd frame with checksum
///     8 bytes     zero: no more blocks
///     trailer     JSON, see `CountSummary`
///     48 bytes    u64 bytes of the trailer, its SHA-256 (32 bytes), "PBXCNTE\n"
///
/// Numbers are little-endian. `schemas/concept-pool.md` describes it for people.
enum CountFile {
  static let head = Array("PBXCNT1\n".utf8)
  static let tail = Array("PBXCNTE\n".utf8)
  static let footerBytes = 48
  /// Largest block that is accepted, plain or compressed.
  static let blockBytesMax = 8 << 20
  /// Largest trailer that is accepted.
  static let trailerBytesMax = 256 << 20

  /// Reads the trailer of a file and checks its frame.
  ///
  /// - Throws: `FileError`, or `ConceptError.badCounts` when the file is no whole file of counts.
  static func summary(of file: RandomAccessFile) throws -> (summary: CountSummary, dataEnd: Int) {
    func bad(_ expected: String, _ found: String) -> ConceptError {
      .badCounts(path: file.path, expected: expected, found: found)
    }
    guard file.size >= head.count, try file.read(count: head.count, at: 0) == head else {
      throw ConceptError.notCounts(path: file.path)
    }
    guard file.size >= head.count + 8 + footerBytes else {
      throw bad("a file of counts", "\(file.size) bytes")
    }
    let footer = try file.read(count: footerBytes, at: file.size - footerBytes)
    guard Array(footer.suffix(8)) == tail else { throw bad("its end", "a file that was cut") }
    let count = Int(clamping: footer[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    guard count <= min(trailerBytesMax, file.size - footerBytes - head.count - 8) else {
      throw bad("a trailer inside the file", "\(count) bytes")
    }
    let start = file.size - footerBytes - count
    let trailer = try file.read(count: count, at: start)
    guard SHA256Digest(of: trailer).bytes == Array(footer[8..<40]) else {
      throw bad("a trailer that fits its SHA-256", "another one")
    }
    guard let summary = try? JSONDecoder().decode(CountSummary.self, from: Data(trailer)) else {
      throw bad("a trailer of version \(CountSummary.currentVersion)", "another one")
    }
    guard summary.version == CountSummary.currentVersion else {
      throw bad("version \(CountSummary.currentVersion)", "version \(summary.version)")
    }
    return (summary, start)
  }

  static func littleEndian(_ value: UInt64, bytes count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}

/// Writes a file of counts; it appears under its name when it is complete.
final class CountFileWriter {
  private let file: DurableFile
  private let compressor: ZstdCompressor
  private var encoder = CountBlockEncoder()
  private var pending: [UInt8]
  private(set) var records = 0

  /// Starts a file; `level` is zstd's.
  init(path: String, level: Int) throws {
    let (directory, name) = DurableFile.directoryAndName(of: path)
    file = try DurableFile(directory: directory, name: name)
    compressor = ZstdCompressor(level: level)
    pending = CountFile.head
  }

  /// Appends a record; keys must ascend.
  func append(_ key: [UInt8], _ tag: CountKey.Tag, _ record: CountRecord) throws {
    encoder.append(key, tag, record)
    records += 1
    if encoder.isFull { try closeBlock() }
  }

  /// Writes the trailer and gives the file its name, in place of what was there.
  func finish(_ summary: CountSummary) throws {
    try closeBlock()
    var summary = summary
    summary.records = records
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let trailer = Array(try encoder.encode(summary))
    pending += Array(repeating: 0, count: 8)
    pending += trailer
    pending += CountFile.littleEndian(UInt64(trailer.count), bytes: 8)
    pending += SHA256Digest(of: trailer).bytes
    pending += CountFile.tail
    try file.write(pending)
    try file.replace()
  }

  private func closeBlock() throws {
    guard !encoder.bytes.isEmpty else { return }
    let frame = try compressor.frame(of: encoder.bytes)
    pending += CountFile.littleEndian(UInt64(encoder.bytes.count), bytes: 4)
    pending += CountFile.littleEndian(UInt64(frame.count), bytes: 4)
    pending += frame
    encoder.reset()
    guard pending.count >= 1 << 20 else { return }
    try file.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
