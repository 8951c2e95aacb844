public import Codecs
public import Records

/// Writes one shard, record by record in ascending order of keys, in the memory of one record.
///
/// Nothing is under the final name before `finish`; a writer that is dropped leaves nothing behind.
/// A writer is used by one thread. After an error it must be dropped.
public final class ShardWriter {
  /// The header as written.
  public let header: ShardHeader
  /// Number of records so far.
  public var count: Int { directory.entries.count }
  private let file: DurableFile
  private let compressor = ZstdCompressor(level: ShardHeader.compressionLevel)
  private var directory = ShardDirectory()
  private var seekTable = SeekTable()
  private var lastKey: ImageKey?
  private var rejections: [Rejection.Reason: Int] = [:]

  /// Starts the shard of `header.unit` in `directory`, which is created when it is missing.
  public convenience init(
    directory: String, header: ShardHeader, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(ShardError) {
    try self.init(
      directory: directory, name: ShardName(unit: header.unit).text, header: header,
      fileSystem: fileSystem)
  }

  /// Starts a shard under any name.
  init(
    directory: String, name: String, header: ShardHeader,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(ShardError) {
    let frame = SkippableFrame.frame(.header, try header.content())
    self.header = header
    do {
      try fileSystem.createDirectories(directory)
      file = try DurableFile(
        directory: directory, name: name, fileSystem: fileSystem)
      try file.write(frame)
    } catch {
      throw .file(error)
    }
    seekTable.appendSkippable(bytes: frame.count)
  }

  /// Appends the record of the next image.
  public func append(_ record: RegionRecord) throws(ShardError) {
    try requireKind(.regions)
    if let problem = record.problem(embeddingSize: header.embeddingSize) {
      throw .invalidRecord(key: record.key, detail: problem)
    }
    try append(payload: RecordPayload(record))
    if let rejection = record.rejection { rejections[rejection.reason, default: 0] += 1 }
  }

  /// Appends the record of the next image.
  public func append(_ record: LabelRecord) throws(ShardError) {
    try requireKind(.labels)
    if let problem = record.problem(conceptsPerRegionMax: header.conceptsPerRegion) {
      throw .invalidRecord(key: record.key, detail: problem)
    }
    try append(payload: RecordPayload(record))
  }

  /// Writes directory and seek table and publishes the shard under its name.
  public func finish() throws(ShardError) -> ShardSummary {
    do {
      let start = directory.frameStart()
      try file.write(start)
      let digest = file.digest.bytes
      try file.write(digest)
      seekTable.appendSkippable(bytes: start.count + digest.count)
      try file.write(seekTable.frame())
      let outcome = try file.publish()
      return ShardSummary(
        path: file.path, bytes: file.count, records: count,
        regions: directory.entries.reduce(0) { $0 + $1.regions }, rejections: rejections,
        digest: file.digest, outcome: outcome)
    } catch {
      throw .file(error)
    }
  }

  /// Appends a record whose rules were checked, with columns that this version may not know.
  func append(payload: RecordPayload) throws(ShardError) {
    if let lastKey, !(lastKey < payload.key) { throw .unordered(key: payload.key, after: lastKey) }
    guard count < ShardLimits.recordsMax else {
      throw .tooManyRecords(path: file.path, recordsMax: ShardLimits.recordsMax)
    }
    let (bytes, flushPoints) = payload.encoded()
    guard bytes.count <= ShardLimits.payloadBytesMax else {
      throw .invalidRecord(
        key: payload.key,
        detail: "expected at most \(ShardLimits.payloadBytesMax) bytes, found \(bytes.count)")
    }
    let frame: [UInt8]
    do {
      frame = try compressor.frame(of: bytes, flushPoints: flushPoints)
    } catch {
      throw .invalidRecord(key: payload.key, detail: error.description)
    }
    do {
      try file.write(frame)
    } catch {
      throw .file(error)
    }
    lastKey = payload.key
    directory.entries.append(ShardDirectory.Entry(payload: payload, bytes: bytes))
    seekTable.append(
      frame: frame, contentBytes: bytes.count, checksum: ZstdFrame.checksum(of: frame[...]))
  }

  private func requireKind(_ kind: ShardKind) throws(ShardError) {
    guard header.kind == kind else {
      throw .wrongKind(path: file.path, expected: header.kind, found: kind)
    }
  }
}
