internal import Codecs
public import Kernels
public import Proposals

/// Measures one OWL detector's image pass, and hands out what it makes of given pixels.
public struct OWLBenchmark: Sendable {
  /// The detector.
  public let model: OWLModel

  private let folder: String
  private let threads: Int
  private let pixels: Matrix

  /// Loads the model; throws what `OWLModel` throws.
  public init(folder: String, precision: Precision, threads: Int) throws {
    precondition(threads > 0)
    self.folder = folder
    self.threads = threads
    model = try OWLModel(folder: folder, precision: precision)
    var noise = NoiseStream("pixels", seed: 1)
    let columns = 3 * model.imageSize * model.imageSize
    pixels = Matrix(rows: 1, columns: columns, values: (0..<columns).map { _ in noise.next() })
  }

  /// One image on each lane: tower, boxes, objectness and class sides.
  public func imageRound() -> Elapsed {
    let (model, pixels) = (model, pixels)
    let lanes = Lanes(threads)
    return Elapsed.measuring {
      lanes.run { _ in
        for output in model.detect(pixels) { _ = model.classSides(output) }
      }
    }
  }

  /// Reads `pixels` `[images, 3 * side * side]` and, where there are some, padded `ids`
  /// `[texts, tokens]` with `lengths` `[texts]`, and writes `boxes`, `objectness` and `logits`.
  ///
  /// For comparing with other programs. Throws `SafetensorsError`, or `FileError`.
  public func detect(inputs: String, outputs: String) throws {
    let file = try SafetensorsFile(path: inputs)
    let values = try file.floats("pixels")
    let columns = pixels.columns
    guard !values.isEmpty, values.count.isMultiple(of: columns) else {
      throw SafetensorsError(
        path: inputs,
        problem: .sizeMismatch(
          tensor: "pixels", expected: 4 * columns, found: 4 * values.count))
    }
    var queries: OWLQueries?
    if file.tensors["ids"] != nil {
      let ids = try file.floats("ids")
      let lengths = try file.floats("lengths").map { Int($0) }
      let context = ids.count / max(lengths.count, 1)
      let texts = lengths.enumerated().map { row, length in
        ids[(row * context)...].prefix(min(length, context)).map { Int32($0) }
      }
      queries = OWLQueries(try OWLTextModel(folder: folder).encode(texts))
    }
    let images = values.count / columns
    let found = model.detect(Matrix(rows: images, columns: columns, values: values))
    var writer = SafetensorsWriter()
    writer.add("boxes", shape: [images, model.patches, 4], floats: found.flatMap(\.boxes.values))
    if model.kind == .owlV2 {
      writer.add(
        "objectness", shape: [images, model.patches],
        floats: found.flatMap { $0.objectnessLogits ?? [] })
    }
    if let queries {
      writer.add(
        "logits", shape: [images, model.patches, queries.count],
        floats: found.flatMap { model.classSides($0).logits(queries).values })
    }
    try DurableFile.replace(writer.bytes(), at: outputs)
  }
}
