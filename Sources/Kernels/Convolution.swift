/// A convolution with square, odd kernels, zeros beyond the borders and a bias.
///
/// The neighbourhoods of some positions at a time are laid side by side as rows of a matrix, which
/// is multiplied with packed weights; a kernel of one position needs no such copy. Runs on the
/// calling thread alone, and an image's result does not depend on the others of its batch wherever
/// a row of `PackedWeights` does not.
public struct Convolution: Sendable {
  /// Side of the kernel.
  public let side: Int
  /// Positions from one neighbourhood to the next.
  public let stride: Int
  /// Channels of the result.
  public var outputs: Int { weights.outputs }

  private let inputs: Int
  private let weights: PackedWeights

  /// Floats of copied neighbourhoods at a time: 0.5 to 4 MiB.
  ///
  /// Weights go through the cache once for each such copy, so that it should be larger than they
  /// are; beside small weights it stays in the second-level cache.
  private var tileFloats: Int { min(max(4 * weights.outputs * weights.inputs, 1 << 17), 1 << 20) }

  /// Packs `weights` `[outputs, inputs * side * side]`, each row plane by plane as checkpoints have
  /// it, and `bias` `[outputs]`.
  public init(
    _ weights: Matrix, bias: [Float], side: Int, stride: Int = 1,
    level: KernelLevel = .current
  ) {
    let area = side * side
    precondition(side % 2 == 1 && stride > 0 && weights.columns % area == 0)
    self.side = side
    self.stride = stride
    let inputs = weights.columns / area
    self.inputs = inputs
    var ordered = weights
    if side > 1 {
      ordered = unsafe Matrix(rows: weights.rows, columns: weights.columns) { output in
        unsafe weights.values.withUnsafeBufferPointer { source in
          for row in 0..<weights.rows {
            let first = row * weights.columns
            for position in 0..<area {
              for channel in 0..<inputs {
                unsafe output[first + position * inputs + channel] =
                  source[first + channel * area + position]
              }
            }
          }
        }
      }
    }
    self.weights = PackedWeights(ordered, bias: bias, level: level)
  }

  /// `activation(convolution + bias)`, maps of `ceil(height / stride)` rows and
  /// `ceil(width / stride)` columns.
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
    let height = (input.height + stride - 1) / stride
    let width = (input.width + stride - 1) / stride
    var output = spare.take(
      images: input.images, height: height, width: width, channels: outputs)
    if side == 1 && stride == 1 {
      weights.product(input.positions, into: &output.positions, activation: activation)
      return output
    }
    let rows = output.positions.rows
    let tileRows = max(1, min(rows, tileFloats / weights.inputs))
    let tile = spare.scratch(tileRows * weights.inputs)
    unsafe output.positions.values.withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return }
      unsafe tile.withElements { tile in
        for first in Swift.stride(from: 0, to: rows, by: tileRows) {
          let range = first..<min(first + tileRows, rows)
          unsafe copyNeighbourhoods(input, of: range, height: height, width: width, to: tile)
          unsafe weights.run(
            tile, rows: range.count, output + first * outputs, accumulate: false,
            activation: activation)
        }
      }
    }
    return output
  }

  /// `sum = activation(sum + convolution + bias)`; for kernels of one position.
  public func add(_ input: FeatureMap, to sum: inout FeatureMap, activation: Activation) {
    precondition(side == 1 && stride == 1 && input.channels == inputs)
    precondition(input.height == sum.height && input.width == sum.width)
    weights.add(input.positions, to: &sum.positions, activation: activation)
  }

  /// Rows `[range.count, side * side * inputs]`: what the kernel sees at each output position.
  @unsafe private func copyNeighbourhoods(
    _ input: FeatureMap, of range: Range<Int>, height: Int, width: Int,
    to tile: UnsafeMutablePointer<Float>
  ) {
    let border = side / 2
    let channels = inputs
    unsafe input.positions.values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      var to = unsafe tile
      for position in range {
        let left = position % width * stride - border
        let top = position / width % height * stride - border
        let image = position / (width * height)
        let columns = max(0, -left)..<min(side, input.width - left)
        for y in top..<top + side {
          if y < 0 || y >= input.height {
            unsafe to.update(repeating: 0, count: side * channels)
          } else {
            let row = (image * input.height + y) * input.width + left + columns.lowerBound
            unsafe to.update(repeating: 0, count: columns.lowerBound * channels)
            unsafe (to + columns.lowerBound * channels).update(
              from: source + row * channels, count: columns.count * channels)
            unsafe (to + columns.upperBound * channels).update(
              repeating: 0, count: (side - columns.upperBound) * channels)
          }
          unsafe to += side * channels
        }
      }
    }
  }
}
