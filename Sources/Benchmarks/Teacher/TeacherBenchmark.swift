internal import CLIP
internal import Codecs
public import Kernels
internal import Pipeline

/// Measures the towers of one teacher: speed, load time, distance from the machine's limit, memory.
public struct TeacherBenchmark: Sendable {
  /// How to measure.
  public struct Settings: Hashable, Sendable {
    /// What the model is called in the figures.
    public var model: String
    /// Folder of the checkpoint.
    public var folder: String
    /// Arithmetic of the image tower's products.
    public var precision: Precision
    /// Images that go through the tower together.
    public var batch: Int
    /// Lanes that work at the same time.
    public var threads: Int
    /// How often everything is measured.
    public var rounds: Int

    /// Creates settings; all numbers are at least 1.
    public init(
      model: String, folder: String, precision: Precision, batch: Int, threads: Int, rounds: Int
    ) {
      precondition(batch > 0 && threads > 0 && rounds > 0)
      self.model = model
      self.folder = folder
      self.precision = precision
      self.batch = batch
      self.threads = threads
      self.rounds = rounds
    }
  }

  /// Tokens of a usual prompt: `a photo of a dining table.` with both ends has nine.
  private static let textTokens = 9
  private static let textBatch = 64

  private let settings: Settings
  private let model: CLIPModel
  private let loadSeconds: Double
  private let pixels: Matrix

  /// Loads the model; throws what `CLIPModel(folder:)` throws.
  public init(_ settings: Settings) throws {
    self.settings = settings
    var loaded: CLIPModel?
    let elapsed = try Elapsed.measuring {
      loaded = try CLIPModel(folder: settings.folder, precision: settings.precision)
    }
    guard let loaded else { preconditionFailure("loaded or thrown") }
    model = loaded
    loadSeconds = elapsed.wall
    var noise = NoiseStream("pixels", seed: 1)
    let columns = 3 * model.imageSize * model.imageSize
    pixels = Matrix(
      rows: settings.batch, columns: columns,
      values: (0..<settings.batch * columns).map { _ in noise.next() })
  }

  /// One batch on each lane.
  public func imageRound() -> Elapsed {
    let (model, pixels) = (model, pixels)
    let lanes = Lanes(settings.threads)
    return Elapsed.measuring { lanes.run { _ in _ = model.encodeImages(pixels) } }
  }

  /// Embeds the tensor `pixels` `[batch, 3 * side * side]` of a safetensors file and writes the
  /// tensor `embeddings` to another.
  ///
  /// Throws `SafetensorsError`, or `FileError`.
  public func embed(pixels input: String, into output: String) throws {
    let file = try SafetensorsFile(path: input)
    let values = try file.floats("pixels")
    let columns = 3 * model.imageSize * model.imageSize
    guard !values.isEmpty, values.count.isMultiple(of: columns) else {
      throw SafetensorsError(
        path: input,
        problem: .sizeMismatch(
          tensor: "pixels", expected: 4 * columns * settings.batch, found: 4 * values.count))
    }
    let embeddings = model.encodeImages(
      Matrix(rows: values.count / columns, columns: columns, values: values))
    var writer = SafetensorsWriter()
    writer.add(
      "embeddings", shape: [embeddings.rows, embeddings.columns], floats: embeddings.values)
    try DurableFile.replace(writer.bytes(), at: output)
  }

  /// Measures everything in turn, `rounds` times, after one round that does not count.
  public func run() -> TeacherFigures {
    let lanes = Lanes(settings.threads)
    _ = imageRound()
    _ = textRound(lanes)
    // Before the rooflines take memory of their own.
    let peak = ProcessMemory.peakBytes
    let roofline = Roofline(lanes: lanes)
    let products = TowerProducts(
      model.imageProducts(batch: settings.batch), precision: settings.precision)
    var (images, texts, own, plain, alone) =
      ([Elapsed](), [Elapsed](), [Double](), [Double](), [Double]())
    for _ in 0..<settings.rounds {
      images.append(imageRound())
      alone.append(Elapsed.measuring { lanes.run { _ in _ = products.seconds() } }.wall)
      own.append(roofline.ownRate() / 1e9)
      plain.append(roofline.plainRate() / 1e9)
      texts.append(textRound(lanes))
    }
    let image = tower(images, items: settings.batch * settings.threads)
    let operations = Double(model.imageOperations) / 1e9
    return TeacherFigures(
      model: settings.model, precision: settings.precision.rawValue, batch: settings.batch,
      threads: settings.threads, rounds: settings.rounds, loadSeconds: loadSeconds, image: image,
      text: tower(texts, items: Self.textBatch * settings.threads),
      textTokens: Self.textTokens,
      products: TeacherFigures.Products(
        gigaOperationsPerImage: operations, towerRate: operations * image.perSecond.median,
        ownRoofline: Spread(own), openBLASRoofline: Spread(plain),
        shareOfTime: Spread(zip(alone, images).map { $0 / $1.wall }).median),
      peakBytes: peak, machine: Machine.current)
  }

  private func textRound(_ lanes: Lanes) -> Elapsed {
    let end = Int32(model.vocabularySize - 1)
    let texts = (0..<Self.textBatch).map { text -> [Int32] in
      var ids: [Int32] = [end - 1]
      for place in 2..<Self.textTokens { ids.append(Int32((text * 31 + place * 7) % 300)) }
      return ids + [end]
    }
    let model = model
    return Elapsed.measuring { lanes.run { _ in _ = model.encodeTokens(texts) } }
  }

  private func tower(_ elapsed: [Elapsed], items: Int) -> TeacherFigures.Tower {
    TeacherFigures.Tower(
      perSecond: Spread(elapsed.map { Double(items) / $0.wall }),
      processorMilliseconds: Spread(elapsed.map { $0.processor * 1e3 / Double(items) }))
  }
}
