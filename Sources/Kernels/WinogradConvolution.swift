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

  /// Tiles of four positions at a time: as many as rows share a pass over packed weights.
  private static let tilesTogether = Int(CK_BLOCK_ROWS)
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
    precondition(input.channels == inputs)
    precondition(activation == .identity || activation == .relu)
    let (height, width) = (input.height, input.width)
    let positions = unsafe Matrix(rows: input.images * height * width, columns: outputs) { output in
      unsafe input.positions.values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        for image in 0..<input.images {
          let first = image * height * width
          unsafe convolve(
            source + first * inputs, height, width, output + first * outputs,
            relu: activation == .relu)
        }
      }
    }
    return FeatureMap(images: input.images, height: height, width: width, positions: positions)
  }

  @unsafe private func convolve(
    _ input: UnsafePointer<Float>, _ height: Int, _ width: Int,
    _ output: UnsafeMutablePointer<Float>, relu: Bool
  ) {
    let tiles = (height + 1) / 2 * ((width + 1) / 2)
    let together = min(tiles, WinogradConvolution.tilesTogether)
    let from = ck_map(height: height, width: width, channels: inputs)
    let to = ck_map(height: height, width: width, channels: outputs)
    let (inPlane, outPlane) = (together * inputs, together * outputs)
    let count = WinogradConvolution.places * (inPlane + outPlane)
    let scratch = unsafe AlignedBuffer<Float>(count: count, writtenBy: { _ in })
    unsafe scratch.withElements { spread in
      let products = unsafe spread + WinogradConvolution.places * inPlane
      for first in stride(from: 0, to: tiles, by: together) {
        let rows = min(together, tiles - first)
        unsafe zeros.withElements {
          unsafe ck_winograd_input(input, from, first, rows, $0, spread, inPlane)
        }
        for (place, weights) in weights.enumerated() {
          unsafe weights.run(
            spread + place * inPlane, rows: rows, products + place * outPlane, accumulate: false,
            activation: .identity)
        }
        unsafe bias.withElements {
          unsafe ck_winograd_output(products, outPlane, $0, relu, to, first, rows, output)
        }
      }
    }
  }
}
