internal import Codecs
internal import Kernels
internal import Pipeline

/// Measures how regions are compared with a pool: one blocked product with a running top-K and the
/// sum of exponentials folded in.
public struct PairingBenchmark: Sendable {
  /// What is compared.
  public struct Settings: Hashable, Sendable {
    /// Regions of one round on one thread.
    public var regions = 1_000
    /// Concepts of the pool.
    public var concepts = 4_764
    /// Columns of an embedding.
    public var size = 512
    /// Nearest concepts kept for a region.
    public var top = 32
    /// What cosines are divided by.
    public var temperature: Float = 0.01
    /// Threads, each with all regions.
    public var threads = 1

    /// Creates RegionCLIP's pool over ViT-B/32 embeddings.
    public init() {}
  }

  private let settings: Settings
  private let regions: Matrix
  private let index: CosineTopK
  private let roofline: Roofline

  /// Prepares seeded random embeddings.
  public init(_ settings: Settings) {
    func matrix(_ name: String, _ rows: Int) -> Matrix {
      var noise = NoiseStream(name, seed: 1)
      return Matrix(
        rows: rows, columns: settings.size,
        values: (0..<rows * settings.size).map { _ in noise.next() })
    }
    self.init(
      settings, regions: matrix("regions", settings.regions),
      concepts: matrix("concepts", settings.concepts))
  }

  /// Prepares the tensors `regions` and `concepts` of a safetensors file, whose sizes count.
  ///
  /// - Throws: `SafetensorsError`.
  public init(_ settings: Settings, arrays path: String) throws {
    let file = try SafetensorsFile(path: path)
    func matrix(_ name: String) throws -> Matrix {
      let values = try file.floats(name)
      let shape = file.tensors[name]?.shape ?? []
      guard shape.count == 2, shape[0] > 0 else { throw BenchmarkError.noRows(path: path, name) }
      return Matrix(rows: shape[0], columns: shape[1], values: values)
    }
    let (regions, concepts) = (try matrix("regions"), try matrix("concepts"))
    guard regions.columns == concepts.columns else {
      throw BenchmarkError.noRows(path: path, "size")
    }
    var settings = settings
    (settings.regions, settings.concepts, settings.size) = (
      regions.rows, concepts.rows, regions.columns
    )
    self.init(settings, regions: regions, concepts: concepts)
  }

  private init(_ settings: Settings, regions: Matrix, concepts: Matrix) {
    self.settings = settings
    self.regions = regions
    index = CosineTopK(
      concepts: concepts, count: settings.top, temperature: settings.temperature)
    roofline = Roofline(lanes: Lanes(settings.threads))
  }

  /// One round: every thread pairs all regions.
  public func round() -> Elapsed {
    let (index, regions) = (index, regions)
    return Elapsed.measuring {
      Lanes(settings.threads).run { _ in _ = index.nearest(to: regions) }
    }
  }

  /// The nearest concepts and cosines, as tensors for comparing, ids exact below 2^24.
  public func result() -> [UInt8] {
    let found = index.nearest(to: regions)
    var writer = SafetensorsWriter(metadata: [:])
    let shape = [regions.rows, found.conceptsPerRegion]
    writer.add("ids", shape: shape, floats: found.conceptIDs.map { Float($0) })
    writer.add("cosines", shape: shape, floats: found.cosines)
    writer.add("log_sum_exp", shape: [regions.rows], floats: found.logSumExp)
    return writer.bytes()
  }

  /// Measures `rounds` rounds after one that does not count, the large product in turn with them.
  public func run(rounds: Int) -> PairingFigures {
    precondition(rounds > 0)
    _ = (round(), roofline.ownRate())
    let operations =
      2 * Double(settings.regions) * Double(settings.concepts) * Double(settings.size)
      * Double(settings.threads)
    var rates: [Double] = []
    var shares: [Double] = []
    for _ in 0..<rounds {
      let rate = operations / round().wall
      rates.append(rate)
      shares.append(rate / roofline.ownRate())
    }
    let regions = Double(settings.regions * settings.threads)
    return PairingFigures(
      regions: settings.regions, concepts: settings.concepts, size: settings.size,
      top: settings.top, threads: settings.threads, rounds: rounds,
      regionsPerSecond: Spread(rates.map { $0 / operations * regions }),
      operationsPerSecond: Spread(rates), shareOfProduct: Spread(shares),
      peakBytes: ProcessMemory.peakBytes, machine: Machine.current)
  }
}
