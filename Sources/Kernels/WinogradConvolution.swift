internal import CKernels

/// A 3 x 3 convolution of stride 1 with zeros beyond the borders, by minimal filtering.
///
/// Four output positions take 16 products for each pair of channels instead of 36
/// (F(2 x 2, 3 x 3) of https://arxiv.org/abs/1509.09308, section 4.1). Its transforms add and
/// subtract, so that results are about as near to the exact ones as those of `Convolution`. Worth it
/// where channels are many; 16 / 9 of the memory for weights. Runs on the calling thread alone.
public struct WinogradConvolution: Sendable {
  /// Channels of the result.
  public let outputs: Int

  private let inputs: Int
  /// The transformed weights, one matrix for each of 4 x 4 places.
  private let weights: [PackedWeights]
  /// `[outputs]`.
  private let bias: AlignedBuffer<Float>
  /// `[inputs]`.
  private let zeros: AlignedBuffer<Float>

  /// Tiles of four positions at a time at most: as many as rows share a pass over packed weights.
  private static let tilesMax = Int(CK_BLOCK_ROWS)
  private static let places = 16

  /// Transforms `weights` `[outputs, inputs * 9]`, each row plane by plane as checkpoints have it,
  /// in double precision, and packs them with `bias` `[outputs]`.
  public init(_ weights: Matrix, bias: [Float], level: KernelLevel = .current) {
    precondition(weights.columns % 9 == 0 && bias.count == weights.rows)
    let (outputs, inputs) = (weights.rows, weights.columns / 9)
    self.outputs = outputs
    self.inputs = inputs
    self.weights = (0..<WinogradConvolution.places).map { place in
      let factors = WinogradConvolution.factors(place)
      let plane = unsafe Matrix(rows: outputs, columns: inputs) { output in
        unsafe weights.values.withUnsafeBufferPointer { source in
          for pair in 0..<outputs * inputs {
            var sum = 0.0
            for i in 0..<9 { unsafe sum += factors[i] * Double(source[pair * 9 + i]) }
            unsafe output[pair] = Float(sum)
          }
        }
      }
      return PackedWeights(plane, level: level)
    }
    self.bias = unsafe AlignedBuffer(count: outputs, of: 0) { copy in
      for (i, value) in bias.enumerated() { unsafe copy[i] = value }
    }
    zeros = unsafe AlignedBuffer(count: inputs, of: 0) { _ in }
  }

  /// By what the 3 x 3 weights are multiplied for one of the 4 x 4 places of
  /// `G g transpose(G)`, with `G = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1]`.
  private static func factors(_ place: Int) -> [Double] {
    let rows = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
    return rows[place / 4].flatMap { a in rows[place % 4].map { a * $0 } }
  }

  /// `activation(convolution + bias)`, maps of the same size; `identity` or `relu`.
  public func callAsFunction(
    _ input: FeatureMap, activation: Activation = .identity
  ) -> FeatureMap {
    var spare = SpareMaps()
    return self(input, activation: activation, spare: &spare)
  }

  /// The same, in memory of `spare` where it has some.
  public func callAsFunction(
    _ input: FeatureMap, activation: Activation = .identity, spare: inout SpareMaps
  ) -> FeatureMap {
    precondition(input.channels == inputs)
    precondition(activation == .identity || activation == .relu)
    var output = spare.take(
      images: input.images, height: input.height, width: input.width, channels: outputs)
    let together = tilesTogether
    let scratch = spare.scratch(WinogradConvolution.places * together * (inputs + outputs))
    unsafe output.positions.values.withUnsafeMutableBufferPointer { output in
      unsafe input.positions.values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let output = output.baseAddress else { return }
        unsafe scratch.withElements { scratch in
          let run = unsafe Run(
            source: source, output: output, spread: scratch,
            products: scratch + WinogradConvolution.places * together * inputs,
            together: together, relu: activation == .relu)
          unsafe convolve(run, images: input.images, input.height, input.width)
        }
      }
    }
    return output
  }

  /// Tiles whose 16 planes are multiplied together: as many as stay in the second-level cache, but
  /// enough of them for the weights that pass by.
  private var tilesTogether: Int {
    let cached = (3 << 16) / (WinogradConvolution.places * (inputs + outputs))
    let forWeights = inputs * outputs / 2048
    return min(max(cached, forWeights, 48), WinogradConvolution.tilesMax)
  }

  /// Where one call reads and writes.
  @unsafe private struct Run {
    let source: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// 16 planes `[together, inputs]`, and `[together, outputs]`.
    let spread: UnsafeMutablePointer<Float>
    let products: UnsafeMutablePointer<Float>
    let together: Int
    let relu: Bool
  }

  /// The tiles of all images one after the other, so that the last ones of small maps share a
  /// product with those of the next image.
  @unsafe private func convolve(_ run: Run, images: Int, _ height: Int, _ width: Int) {
    let perImage = (height + 1) / 2 * ((width + 1) / 2)
    let from = ck_map(height: height, width: width, channels: inputs)
    let to = ck_map(height: height, width: width, channels: outputs)
    let inPlane = unsafe run.together * inputs
    let outPlane = unsafe run.together * outputs
    /// Calls `body` with each image's part of some tiles: its number, first tile and count, and
    /// where they begin among the tiles.
    func eachImage(_ tiles: Range<Int>, _ body: (Int, Int, Int, Int) -> Void) {
      var next = tiles.lowerBound
      while next < tiles.upperBound {
        let first = next % perImage
        let count = min(perImage - first, tiles.upperBound - next)
        body(next / perImage, first, count, next - tiles.lowerBound)
        next += count
      }
    }
    for first in unsafe stride(from: 0, to: images * perImage, by: run.together) {
      let tiles = unsafe first..<min(first + run.together, images * perImage)
      unsafe zeros.withElements { zeros in
        eachImage(tiles) { image, first, count, row in
          unsafe ck_winograd_input(
            run.source + image * height * width * inputs, from, first, count, zeros,
            run.spread + row * inputs, inPlane)
        }
      }
      for (place, weights) in weights.enumerated() {
        unsafe weights.run(
          run.spread + place * inPlane, rows: tiles.count, run.products + place * outPlane,
          accumulate: false, activation: .identity)
      }
      unsafe bias.withElements { bias in
        eachImage(tiles) { image, first, count, row in
          unsafe ck_winograd_output(
            run.products + row * outputs, outPlane, bias, run.relu, to, first, count,
            run.output + image * height * width * outputs)
        }
      }
    }
  }
}
