public import Codecs
import Records

/// Saves the good records of a damaged shard into a new one; the damaged file stays as it is.
///
/// Frames are found without the seek table: each says its own length, and where one is broken the
/// search goes on at the next bytes that begin a frame which holds a record. Every record that is
/// kept has the right zstd checksum, is a valid record of the header's kind, follows the one before
/// it in the order of keys, and is promised by the directory where that can still be read.
public struct ShardSalvage {
  /// A stretch of the file, or a promised record, that could not be saved.
  public struct Loss: Hashable, Sendable, CustomStringConvertible {
    /// Which record by the directory; `nil` when that is lost too.
    public let record: Int?
    /// Its image's id by the directory.
    public let imageID: UInt64?
    /// What is wrong, and where.
    public let text: String

    /// The record, its image and the text.
    public var description: String {
      guard let record, let imageID else { return text }
      return "record \(record), image id \(imageID): \(text)"
    }
  }

  /// What was saved.
  public struct Outcome: Hashable, Sendable {
    /// Records in the new shard.
    public let kept: Int
    /// Records that the directory promises; `nil` when it is lost.
    public let promised: Int?
    /// Whether the header was taken from another shard.
    public let hasForeignHeader: Bool
    /// What was lost, in the order of the file.
    public let losses: [Loss]
  }

  /// Largest file that is read; it is held in memory.
  public static let bytesMax = 4 << 30
  private static let blockBytes = 4096

  private let path: String
  private let bytes: [UInt8]
  private let header: ShardHeader
  private let hasForeignHeader: Bool
  private let directory: ShardDirectory?

  /// Reads the damaged shard at `path`.
  ///
  /// The header of `sibling`, a good shard of the same folder, with the unit of `path`'s name
  /// stands in for one that is damaged.
  public init(
    path: String, sibling: String? = nil, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(ShardError) {
    self.path = path
    do {
      bytes = try Self.read(RandomAccessFile(path: path, fileSystem: fileSystem))
    } catch {
      throw .file(error)
    }
    do {
      header = try Self.header(of: bytes, path: path)
      hasForeignHeader = false
    } catch {
      let name = DurableFile.directoryAndName(of: path).name
      guard let sibling, let unit = ShardName(name)?.unit else { throw error }
      var other = try ShardReader(path: sibling).header
      other.unit = unit
      header = other
      hasForeignHeader = true
    }
    directory = Self.directory(in: bytes)
  }

  /// Writes what can be saved to the new file `target`.
  ///
  /// - Throws: `ShardError.damaged` when there is no good record, and nothing is written.
  public func write(to target: String) throws(ShardError) -> Outcome {
    let (found, gaps) = records()
    guard !found.isEmpty else {
      throw .damaged(path: path, part: .record(0), detail: "no good record was found")
    }
    let (folder, name) = DurableFile.directoryAndName(of: target)
    var copy = header
    copy.zstdVersion = ZstdCompressor.libraryVersion
    let writer = try ShardWriter(directory: folder, name: name, header: copy)
    for place in found { try writer.append(payload: try payload(at: place)) }
    _ = try writer.finish()
    return Outcome(
      kept: found.count, promised: directory?.entries.count, hasForeignHeader: hasForeignHeader,
      losses: losses(found, gaps))
  }

  /// The file's bytes, with zeros for the blocks that the disk no longer gives.
  private static func read(_ file: RandomAccessFile) throws(FileError) -> [UInt8] {
    guard file.size <= bytesMax else {
      throw .tooLarge(path: file.path, bytes: file.size, bytesMax: bytesMax)
    }
    let failure: FileError
    do {
      return try file.read(count: file.size, at: 0)
    } catch {
      failure = error
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.size)
    var isReadable = false
    for start in stride(from: 0, to: file.size, by: blockBytes) {
      let count = min(blockBytes, file.size - start)
      let block = try? file.read(count: count, at: start)
      isReadable = isReadable || block != nil
      bytes += block ?? [UInt8](repeating: 0, count: count)
    }
    guard isReadable else { throw failure }
    return bytes
  }

  // MARK: Finding

  /// A good record: where its frame lies, and which one it is by the directory.
  private struct Place {
    var range: Range<Int>
    var key: ImageKey
    var index: Int?
  }

  private struct Gap {
    var range: Range<Int>
    var text: String
  }

  private func records() -> (found: [Place], gaps: [Gap]) {
    var found: [Place] = []
    var gaps: [Gap] = []
    var position = 0
    var gapStart: Int?
    var why = ""
    func close(at end: Int) {
      if let start = gapStart, start < end { gaps.append(Gap(range: start..<end, text: why)) }
      gapStart = nil
    }
    while let next = nextFrame(from: position) {
      if next > position && gapStart == nil {
        (gapStart, why) = (position, "bytes that are no frame")
      }
      switch frame(at: next, after: found.last) {
      case .skippable(let length):
        close(at: next)
        position = next + length
      case .record(let place):
        close(at: next)
        found.append(place)
        position = place.range.upperBound
      case .broken(let text):
        if gapStart == nil { (gapStart, why) = (next, text) }
        position = next + 4
      }
    }
    if gapStart == nil, position < bytes.count {
      (gapStart, why) = (position, "bytes that are no frame")
    }
    close(at: bytes.count)
    return (found, gaps)
  }

  private enum Frame {
    case skippable(Int)
    case record(Place)
    case broken(String)
  }

  /// The next place that begins as a frame of a shard does.
  private func nextFrame(from start: Int) -> Int? {
    var position = start
    while position + 4 <= bytes.count {
      if isFrameStart(position) { return position }
      position += 1
    }
    return nil
  }

  private func isFrameStart(_ position: Int) -> Bool {
    guard position + 4 <= bytes.count else { return false }
    // Data frames end in FD, skippable ones in 18 (little-endian magic numbers).
    return switch bytes[position + 3] {
    case 0xFD:
      bytes[position] == 0x28 && bytes[position + 1] == 0xB5 && bytes[position + 2] == 0x2F
    case 0x18:
      bytes[position] >> 4 == 5 && bytes[position + 1] == 0x2A && bytes[position + 2] == 0x4D
    default: false
    }
  }

  private func frame(at start: Int, after last: Place?) -> Frame {
    if bytes[start + 3] == 0x18 {
      // Nothing guards the length: it is believed where the file goes on as it says, or where the
      // frame is the header, which was read with it.
      guard let length = Self.skippableLength(bytes, at: start),
        start + length == bytes.count || isFrameStart(start + length)
          || (start == 0 && !hasForeignHeader)
      else { return .broken("a frame that is cut or has a wrong length") }
      return .skippable(length)
    }
    guard let extent = ZstdFrame.extent(atStartOf: bytes[start...]),
      extent.content <= ShardLimits.payloadBytesMax
    else { return .broken("a frame that is cut or has wrong lengths") }
    var place = Place(range: start..<start + extent.compressed, key: ImageKey(bytes: []))
    do {
      let content = try ZstdFrame.content(of: bytes[place.range], contentSize: extent.content)
      let payload = try RecordPayload(content)
      try check(payload)
      place.key = payload.key
      if let last, !(last.key < payload.key) {
        return .broken("the record of \(payload.key), which is out of order")
      }
      guard let directory else { return .record(place) }
      let entry = ShardDirectory.Entry(payload: payload, bytes: content)
      let first = last?.index.map { $0 + 1 } ?? 0
      guard let index = directory.entries[first...].firstIndex(of: entry) else {
        return .broken("the record of \(payload.key), which is not this shard's")
      }
      place.index = index
      return .record(place)
    } catch let error as RecordPayload.Malformed {
      return .broken("a record that is damaged: \(error.detail)")
    } catch {
      return .broken("a frame that is damaged: \(error)")
    }
  }

  private func check(_ payload: RecordPayload) throws(RecordPayload.Malformed) {
    let problem: String? =
      switch header.kind {
      case .regions:
        try payload.regionRecord(includesEmbeddings: true)
          .problem(embeddingSize: header.embeddingSize)
      case .labels:
        try payload.labelRecord().problem(conceptsPerRegionMax: header.conceptsPerRegion)
      }
    if let problem { throw RecordPayload.Malformed(detail: problem) }
  }

  private func payload(at place: Place) throws(ShardError) -> RecordPayload {
    do {
      let size = ZstdFrame.extent(atStartOf: bytes[place.range])?.content ?? 0
      return try RecordPayload(ZstdFrame.content(of: bytes[place.range], contentSize: size))
    } catch {
      preconditionFailure("it was read before")
    }
  }

  private func losses(_ found: [Place], _ gaps: [Gap]) -> [Loss] {
    let texts = gaps.map { gap in
      let before = found.last { $0.range.upperBound <= gap.range.lowerBound }?.key
      let text = "bytes \(gap.range.lowerBound)..<\(gap.range.upperBound): \(gap.text)"
      return (gap.range, text + (before.map { ", after \($0)" } ?? ""))
    }
    guard let directory else {
      return texts.map { Loss(record: nil, imageID: nil, text: $0.1) }
    }
    let kept = Set(found.compactMap(\.index))
    let lost = directory.entries.indices.filter { !kept.contains($0) }
    let records = lost.map { index in
      let before = found.last { ($0.index ?? 0) < index }
      let text = before.map { "lost after \($0.key)" } ?? "lost before all that were saved"
      return Loss(record: index, imageID: directory.entries[index].imageID, text: text)
    }
    return records + texts.map { Loss(record: nil, imageID: nil, text: $0.1) }
  }

  // MARK: Header and directory

  private static func header(of bytes: [UInt8], path: String) throws(ShardError) -> ShardHeader {
    guard let length = skippableLength(bytes, at: 0),
      let content = SkippableFrame.content(of: Array(bytes[..<length]), .header)
    else {
      throw .damaged(
        path: path, part: .header, detail: "its frame is cut; name a good shard of its folder")
    }
    return try ShardHeader(content: content, path: path)
  }

  /// The directory, wherever it lies.
  private static func directory(in bytes: [UInt8]) -> ShardDirectory? {
    let magic: [UInt8] = [0x51, 0x2A, 0x4D, 0x18]
    var position = bytes.count - ShardDirectory.overhead
    while position >= 0 {
      if bytes[position] == magic[0], bytes[position..<position + 4].elementsEqual(magic),
        let length = skippableLength(bytes, at: position),
        let directory = ShardDirectory(content: bytes[position + 8..<position + length])
      {
        return directory
      }
      position -= 1
    }
    return nil
  }

  private static func skippableLength(_ bytes: [UInt8], at start: Int) -> Int? {
    var reader = ByteReader(bytes[start...])
    guard reader.read(UInt32.self) != nil, let count = reader.read(UInt32.self),
      Int(count) <= reader.rest.count
    else { return nil }
    return SkippableFrame.overhead + Int(count)
  }
}
