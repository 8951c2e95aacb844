internal import Codecs
internal import Concepts
internal import Records
internal import ShardStore

/// A data set of noise in units, the same for the same shape.
///
/// Embeddings are normal values of CLIP's size: their exponents repeat and their fractions do not,
/// so they compress as real ones do.
struct SyntheticUnits {
  let shape: StoreBenchmark.Shape

  var count: Int { (shape.images + shape.unitImages - 1) / shape.unitImages }

  var concepts: [Concept] {
    (0..<shape.concepts).map { number in
      Concept(
        name: "concept \(number)", occurrences: shape.concepts - number, images: 1,
        surfaceForms: [], example: "")
    }
  }

  func images(of unit: Int) -> Range<Int> {
    unit * shape.unitImages..<min(shape.images, (unit + 1) * shape.unitImages)
  }

  func header(_ kind: ShardKind, unit: Int) -> ShardHeader {
    let isRegions = kind == .regions
    return ShardHeader(
      kind: kind, unit: unit, configDigest: SHA256Digest(of: [1]), modelDigests: [:],
      poolDigest: isRegions ? nil : SHA256Digest(of: [2]),
      embeddingSize: isRegions ? shape.embeddingSize : 0,
      conceptsPerRegion: isRegions ? 0 : shape.conceptsPerRegion, toolVersion: "synthetic")
  }

  static func key(_ image: Int) -> ImageKey {
    let digits = String(image)
    return ImageKey("\(String(repeating: "0", count: max(0, 12 - digits.count)))\(digits).jpg")
  }

  func regions(of image: Int) -> RegionRecord {
    var random = UniformStream(seed: UInt64(image))
    let proposals = (0..<shape.regions).map { _ in
      let (x, y) = (random.next() * 600, random.next() * 440)
      let box = Box(x1: x, y1: y, x2: x + random.next() * 40, y2: y + random.next() * 40)
      let score = random.next()
      return Proposal(box: box, score: score, logit: 8 * score - 4, source: 0)
    }.sorted(by: Proposal.ranksBefore)
    // Drawn anew for each image: formats that compress many records at once would find repeats.
    var noise = NoiseStream("embeddings", seed: UInt64(image))
    let embeddings = (0..<(shape.regions + 1) * shape.embeddingSize).map { _ in
      Float16(noise.next() * 0.45)
    }
    var record = RegionRecord(
      imageID: UInt64(image), key: Self.key(image), width: 640, height: 480,
      digest: SHA256Digest(of: Array("\(image)".utf8)).bytes, boxes: proposals.map(\.box),
      scores: proposals.map(\.score), logits: proposals.map(\.logit),
      sources: proposals.map(\.source), embeddingSize: shape.embeddingSize,
      embeddings: embeddings)
    // One image in a hundred looks like the one before it.
    var hash = UniformStream(seed: UInt64(image % 100 == 99 ? image - 1 : image) ^ 0xD1FF)
    record.differenceHash = (0..<4).reduce(0) { bits, _ in
      bits << 16 | UInt64(hash.next() * 65_536)
    }
    if image % 100 == 99 { record.differenceHash? ^= 5 }
    return record
  }

  /// The labels of an image; those of the other set differ for every third.
  func labels(of image: Int, isOther: Bool = false) -> LabelRecord {
    let isDrawnAnew = isOther && image.isMultiple(of: 3)
    var random = UniformStream(seed: ~UInt64(image) ^ (isDrawnAnew ? 1 << 40 : 0))
    let pairs = shape.regions * shape.conceptsPerRegion
    // Squares: some concepts are near to many regions and most to few, as in captions.
    func concept() -> UInt32 {
      let share = random.next()
      return UInt32(min(Float(shape.concepts - 1), share * share * Float(shape.concepts)))
    }
    let named = [concept(), concept()]
    return LabelRecord(
      imageID: UInt64(image), key: Self.key(image), conceptsPerRegion: shape.conceptsPerRegion,
      conceptIDs: (0..<pairs).map { _ in concept() },
      cosines: (0..<pairs).map { _ in 0.1 + 0.25 * random.next() },
      logSumExp: (0..<shape.regions).map { _ in 30 + random.next() },
      maxProbability: (0..<shape.regions).map { _ in random.next() },
      imageLabels: named.map { ImageLabel(conceptID: $0, caption: 0, start: 2, end: 7) },
      classBoxes: shape.regions == 0
        ? [] : named.map { ClassBox(conceptID: $0, region: 0, score: random.next()) })
  }
}

/// Repeatable values in 0..<1 (SplitMix64, https://doi.org/10.1145/2660193.2660195).
private struct UniformStream {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Float((mixed ^ (mixed >> 31)) >> 40) / Float(1 << 24)
  }
}
