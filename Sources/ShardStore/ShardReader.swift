public import Codecs
public import Records

/// Reads one shard, any record at any time, from any number of threads.
///
/// Opening checks header, directory and seek table; each record is checked when it is read: its
/// frame's size and checksum against the seek table, its contents against the directory. No damage
/// of the file is ever returned as data.
public final class ShardReader: Sendable {
  /// Path of the shard.
  public let path: String
  /// What the shard says of itself.
  public let header: ShardHeader
  /// Number of records.
  public var count: Int { directory.entries.count }
  /// Size of the file in bytes.
  public var bytes: Int { file.size }
  let file: RandomAccessFile
  let directory: ShardDirectory
  let seekTable: SeekTable
  private let offsets: [Int]

  /// Opens the shard at `path`.
  public init(
    path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(ShardError) {
    do {
      file = try RandomAccessFile(path: path, fileSystem: fileSystem)
    } catch {
      throw .file(error)
    }
    self.path = path
    try Self.checkMagic(of: file)
    seekTable = try Self.readSeekTable(of: file)
    var offset = 0
    var offsets: [Int] = []
    for entry in seekTable.entries {
      offsets.append(offset)
      offset += entry.compressedBytes
    }
    self.offsets = offsets
    let headerFrame = try Self.read(file, seekTable.entries[0].compressedBytes, at: 0)
    guard let content = SkippableFrame.content(of: headerFrame, .header) else {
      throw .damaged(path: path, part: .header, detail: "its frame does not fit the seek table")
    }
    header = try ShardHeader(content: content, path: path)
    let last = seekTable.entries.count - 1
    let frame = try Self.read(file, seekTable.entries[last].compressedBytes, at: offsets[last])
    guard let content = SkippableFrame.content(of: frame, .directory),
      let directory = ShardDirectory(content: content), directory.entries.count == last - 1
    else {
      throw .damaged(path: path, part: .directory, detail: "its contents or checksum differ")
    }
    self.directory = directory
  }

  /// The region record at `index`; its embeddings stay empty when they are not wanted.
  public func regionRecord(
    at index: Int, includesEmbeddings: Bool = true
  ) throws(ShardError) -> RegionRecord {
    let payload = try payload(at: index, kind: .regions)
    do throws(RecordPayload.Malformed) {
      let record = try payload.regionRecord(includesEmbeddings: includesEmbeddings)
      if let problem = record.problem(
        embeddingSize: header.embeddingSize, hasEmbeddings: includesEmbeddings)
      {
        throw RecordPayload.Malformed(detail: problem)
      }
      return record
    } catch {
      throw damaged(index, error)
    }
  }

  /// The label record at `index`.
  public func labelRecord(at index: Int) throws(ShardError) -> LabelRecord {
    let payload = try payload(at: index, kind: .labels)
    do throws(RecordPayload.Malformed) {
      let record = try payload.labelRecord()
      if let problem = record.problem(conceptsPerRegionMax: header.conceptsPerRegion) {
        throw RecordPayload.Malformed(detail: problem)
      }
      return record
    } catch {
      throw damaged(index, error)
    }
  }

  /// SHA-256 of all that lies before it in the file: the shard's identity, without reading it all.
  ///
  /// It ends the directory; `verify` compares it with the bytes.
  public func contentDigest() throws(ShardError) -> SHA256Digest {
    let end = seekTable.entries.reduce(0) { $0 + $1.compressedBytes }
    guard let digest = SHA256Digest(bytes: try Self.read(file, 32, at: end - 32)) else {
      preconditionFailure("32 bytes were read")
    }
    return digest
  }

  /// The image id of the record at `index`, from the directory.
  public func imageID(at index: Int) -> UInt64 { directory.entries[index].imageID }

  /// The key of the record at `index`; reads the record.
  public func key(at index: Int) throws(ShardError) -> ImageKey {
    try payload(at: index, kind: header.kind).key
  }

  /// Number of regions of the record at `index`, from the directory.
  public func regionCount(at index: Int) -> Int { directory.entries[index].regions }

  /// Whether the image of the record at `index` was rejected, from the directory.
  public func isRejected(at index: Int) -> Bool { directory.entries[index].isRejected }

  /// Index of the record of `key`, `nil` when the shard has none; reads log2(count) records.
  public func index(of key: ImageKey) throws(ShardError) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let found = try self.key(at: middle)
      if found == key { return middle }
      if found < key { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func payload(at index: Int, kind: ShardKind) throws(ShardError) -> RecordPayload {
    precondition(directory.entries.indices.contains(index), "record \(index) of \(count)")
    guard header.kind == kind else {
      throw .wrongKind(path: path, expected: kind, found: header.kind)
    }
    let place = seekTable.entries[index + 1]
    let frame = try Self.read(file, place.compressedBytes, at: offsets[index + 1])
    guard ZstdFrame.checksum(of: frame[...]) == place.checksum else {
      throw damaged(index, .init(detail: "its checksum differs from the seek table"))
    }
    let bytes: [UInt8]
    do {
      bytes = try ZstdFrame.content(of: frame[...], contentSize: place.contentBytes)
    } catch {
      throw damaged(index, .init(detail: error.description))
    }
    do throws(RecordPayload.Malformed) {
      let payload = try RecordPayload(bytes)
      guard ShardDirectory.Entry(payload: payload, bytes: bytes) == directory.entries[index] else {
        throw RecordPayload.Malformed(detail: "it differs from the directory")
      }
      return payload
    } catch {
      throw damaged(index, error)
    }
  }

  private func damaged(_ index: Int, _ error: RecordPayload.Malformed) -> ShardError {
    .damaged(path: path, part: .record(index), detail: error.detail)
  }

  private static func checkMagic(of file: RandomAccessFile) throws(ShardError) {
    let start = try read(file, min(18, file.size), at: 0)
    var reader = ByteReader(start)
    guard reader.read(UInt32.self) == SkippableFrame.Magic.header.rawValue,
      reader.read(UInt32.self) != nil, reader.skip("PLRSHARD"),
      let major = reader.read(UInt16.self)
    else {
      let text = start.isEmpty ? "an empty file" : "a file that starts with 0x\(start.lowercaseHex)"
      throw .notAShard(path: file.path, found: text)
    }
    guard major == ShardHeader.major else {
      throw .unsupportedMajor(path: file.path, found: Int(major), supported: ShardHeader.major)
    }
  }

  private static func readSeekTable(of file: RandomAccessFile) throws(ShardError) -> SeekTable {
    func damaged(_ detail: String) -> ShardError {
      .damaged(path: file.path, part: .seekTable, detail: detail)
    }
    let footerAt = file.size - SeekTable.footerBytes
    guard footerAt > 0 else { throw damaged("the file ends early") }
    let footer = try read(file, SeekTable.footerBytes, at: footerAt)
    guard let count = SeekTable.count(footer: footer) else {
      throw damaged("the file does not end with a seek table; it was cut or bytes were appended")
    }
    let size = SeekTable.overhead + count * 12
    guard size < file.size else { throw damaged("it is larger than the file") }
    let frame = try read(file, size, at: file.size - size)
    guard let table = SeekTable(frame: frame, count: count) else {
      throw damaged("its lengths do not fit")
    }
    let total = table.entries.reduce(0) { $0 + $1.compressedBytes }
    guard total == file.size - size else {
      throw damaged("expected frames of \(file.size - size) bytes, found \(total)")
    }
    for entry in [table.entries[0], table.entries[count - 1]] {
      guard entry.contentBytes == 0, entry.checksum == 0 else {
        throw damaged("the first or last frame has content")
      }
    }
    for entry in table.entries where entry.contentBytes > ShardLimits.payloadBytesMax {
      throw damaged("a record claims \(entry.contentBytes) bytes")
    }
    return table
  }

  private static func read(
    _ file: RandomAccessFile, _ count: Int, at offset: Int
  ) throws(ShardError) -> [UInt8] {
    do {
      return try file.read(count: count, at: offset)
    } catch {
      throw .file(error)
    }
  }
}
