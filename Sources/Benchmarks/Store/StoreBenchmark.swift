internal import Codecs
internal import Concepts
internal import Foundation
internal import Pipeline
internal import Records
internal import ShardStore
internal import Synchronization

/// Measures shards and index on a synthetic data set.
public struct StoreBenchmark: Sendable {
  /// How large the data set is.
  public struct Shape: Hashable, Sendable, Codable {
    /// Number of images.
    public var images: Int
    /// Regions of each.
    public var regions: Int
    /// Width of an embedding.
    public var embeddingSize: Int
    /// Concepts in the pool.
    public var concepts: Int
    /// Concepts kept for a region.
    public var conceptsPerRegion: Int
    /// Images of a unit.
    public var unitImages: Int

    /// Creates a shape; all numbers but the regions must be at least 1.
    public init(
      images: Int, regions: Int, embeddingSize: Int, concepts: Int, conceptsPerRegion: Int = 5,
      unitImages: Int = 1024
    ) {
      precondition(min(images, embeddingSize, concepts, conceptsPerRegion, unitImages) > 0)
      precondition(regions >= 0 && conceptsPerRegion <= concepts)
      self.images = images
      self.regions = regions
      self.embeddingSize = embeddingSize
      self.concepts = concepts
      self.conceptsPerRegion = conceptsPerRegion
      self.unitImages = unitImages
    }
  }

  let units: SyntheticUnits
  private let folder: String
  private let threads: Int
  private var regionsFolder: String { "\(folder)/regions" }
  private var labelsFolder: String { "\(folder)/labels/synthetic" }

  /// Writes into `folder`, which should be new or empty; finished shards in it are kept.
  public init(shape: Shape, folder: String, threads: Int) {
    precondition(threads > 0)
    units = SyntheticUnits(shape: shape)
    self.folder = folder
    self.threads = threads
  }

  /// Writes the data set, measures, and leaves it for other readers.
  public func run() async throws -> StoreFigures {
    var figures = StoreFigures(shape: units.shape, folder: folder)
    try measureWriting(&figures)
    try write()
    try measureReading(&figures)
    figures.peakBytesBeforeIndex = ProcessMemory.peakBytes
    try await measureIndex(&figures)
    figures.peakBytes = ProcessMemory.peakBytes
    return figures
  }

  /// One unit, made before its writing is measured.
  private func measureWriting(_ figures: inout StoreFigures) throws {
    let images = units.images(of: 0)
    let records = images.map(units.regions)
    let trial = "\(folder)/trial"
    let elapsed = try Elapsed.measuring {
      let writer = try ShardWriter(directory: trial, header: units.header(.regions, unit: 0))
      for record in records { try writer.append(record) }
      _ = try writer.finish()
    }
    try FileManager.default.removeItem(atPath: trial)
    figures.writeMilliseconds = elapsed.processor * 1e3 / Double(images.count)
    var stored = 0
    var raw = 0
    let compressor = ZstdCompressor(level: ShardHeader.compressionLevel)
    for record in records {
      let planes = LittleEndianColumn.planes(of: record.embeddings)
      stored += try compressor.frame(of: planes, flushPoints: [planes.count / 2]).count
      raw += planes.count
    }
    figures.embeddingRatio = Double(stored) / Double(raw)
  }

  func write() throws {
    let next = Mutex(0)
    let failure = Mutex<(any Error)?>(nil)
    Lanes(threads).run { _ in
      while failure.withLock({ $0 == nil }) {
        let unit = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard unit < units.count else { return }
        do {
          try write(unit)
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let pool = ConceptPool(concepts: units.concepts)
    try DurableFile.publish(Array(pool.tsv().utf8), at: "\(labelsFolder)/pool.tsv")
  }

  /// Paths of a unit's shards.
  func paths(of unit: Int) -> (regions: String, labels: String) {
    let name = ShardName(unit: unit).text
    return ("\(regionsFolder)/\(name)", "\(labelsFolder)/\(name)")
  }

  private func write(_ unit: Int) throws {
    let name = ShardName(unit: unit).text
    if !FileManager.default.fileExists(atPath: "\(regionsFolder)/\(name)") {
      let writer = try ShardWriter(
        directory: regionsFolder, header: units.header(.regions, unit: unit))
      for image in units.images(of: unit) { try writer.append(units.regions(of: image)) }
      _ = try writer.finish()
    }
    if !FileManager.default.fileExists(atPath: "\(labelsFolder)/\(name)") {
      let writer = try ShardWriter(
        directory: labelsFolder, header: units.header(.labels, unit: unit))
      for image in units.images(of: unit) { try writer.append(units.labels(of: image)) }
      _ = try writer.finish()
    }
  }

  private func measureReading(_ figures: inout StoreFigures) throws {
    let name = ShardName(unit: 0).text
    let reader = try ShardReader(path: "\(regionsFolder)/\(name)")
    let labels = try ShardReader(path: "\(labelsFolder)/\(name)")
    func milliseconds(_ body: (Int) throws -> Void) rethrows -> Double {
      let elapsed = try Elapsed.measuring { for index in 0..<reader.count { try body(index) } }
      return elapsed.processor * 1e3 / Double(reader.count)
    }
    figures.readMilliseconds = try milliseconds { _ = try reader.regionRecord(at: $0) }
    figures.readBoxesMilliseconds = try milliseconds {
      _ = try reader.regionRecord(at: $0, includesEmbeddings: false)
    }
    figures.readLabelsMilliseconds = try milliseconds { _ = try labels.labelRecord(at: $0) }
    for unit in 0..<units.count {
      let name = ShardName(unit: unit).text
      figures.regionBytes += try RandomAccessFile(path: "\(regionsFolder)/\(name)").size
      figures.labelBytes += try RandomAccessFile(path: "\(labelsFolder)/\(name)").size
    }
  }

  private func measureIndex(_ figures: inout StoreFigures) async throws {
    let path = "\(folder)/index.db"
    let sources = IndexSources(
      regions: regionsFolder, labels: labelsFolder, concepts: units.concepts,
      facts: ["label_set": "synthetic"])
    var bytes = 0
    let built = try await Elapsed.measuring { bytes = try await build(path, sources).bytes }
    figures.indexBytes = bytes
    figures.indexBuild = built
    figures.indexImagesPerSecond = Double(units.shape.images) / built.wall
    figures.indexCheck = try await check(path, sources)
    figures.indexExtension = try await extend(path, sources)
    let index = try DatasetIndex(path: path)
    var random = NoiseStream("queries", seed: 3)
    func any(_ count: Int) -> Int { Int(abs(random.next()) * 1e6) % count }
    func microseconds(_ body: () throws -> Void) rethrows -> Spread {
      Spread(try (0..<200).map { _ in try Elapsed.measuring(body).wall * 1e6 })
    }
    figures.imageQuery = try microseconds {
      _ = try index.image(key: SyntheticUnits.key(any(units.shape.images)))
    }
    figures.conceptQuery = try microseconds {
      _ = try index.nearestRegions(concept: any(units.shape.concepts), limit: 20)
    }
  }

  private func build(
    _ path: String, _ sources: IndexSources, takesOver: Bool = false
  ) async throws -> IndexSummary {
    let runner = StreamRunner(threads: threads, stop: StopFlag())
    return try await DatasetIndex.build(path: path, from: sources, takesOver: takesOver) { steps in
      try await runner.run(
        next: { try steps.next() }, work: { try steps.decode($0) },
        emit: { try steps.insert($0) })
    }
  }

  /// What a run takes that finds the index done.
  private func check(_ path: String, _ sources: IndexSources) async throws -> Elapsed {
    try await Elapsed.measuring {
      let summary = try await build(path, sources, takesOver: true)
      precondition(summary.outcome == .unchanged, "nothing changed, and the index was made again")
    }
  }

  /// Takes the last unit away, builds, brings it back and extends.
  private func extend(_ path: String, _ sources: IndexSources) async throws -> Elapsed? {
    guard units.count > 1 else { return nil }
    let whole = try SHA256Digest(ofFile: path)
    let name = ShardName(unit: units.count - 1).text
    let pairs = [regionsFolder, labelsFolder].map { ("\($0)/\(name)", "\($0)/taken-\(name)") }
    func move(back: Bool) throws {
      for (place, aside) in pairs {
        try FileManager.default.moveItem(
          atPath: back ? aside : place, toPath: back ? place : aside)
      }
    }
    try move(back: false)
    do {
      _ = try await build(path, sources)
    } catch {
      try move(back: true)
      throw error
    }
    try move(back: true)
    let elapsed = try await Elapsed.measuring {
      _ = try await build(path, sources, takesOver: true)
    }
    let extended = try SHA256Digest(ofFile: path)
    precondition(extended == whole, "an extended index has other bytes")
    return elapsed
  }
}
