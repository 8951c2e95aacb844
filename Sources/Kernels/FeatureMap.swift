/// Feature maps of a batch of images, channels last.
public struct FeatureMap: Hashable, Sendable {
  /// Number of images.
  public let images: Int
  /// Rows of one map.
  public let height: Int
  /// Columns of one map.
  public let width: Int
  /// `[images * height * width, channels]`, image by image, row by row.
  public var positions: Matrix

  /// Values at one position.
  public var channels: Int { positions.columns }

  /// Creates maps from `positions` `[images * height * width, channels]`.
  public init(images: Int, height: Int, width: Int, positions: Matrix) {
    precondition(positions.rows == images * height * width)
    self.images = images
    self.height = height
    self.width = width
    self.positions = positions
  }

  /// Turns planar images, `[images, channels * height * width]`, into maps.
  public init(planar: Matrix, channels: Int, height: Int, width: Int) {
    precondition(planar.columns == channels * height * width)
    let plane = height * width
    let positions = unsafe Matrix(rows: planar.rows * plane, columns: channels) { output in
      unsafe planar.values.withUnsafeBufferPointer { source in
        for image in 0..<planar.rows {
          let first = image * plane * channels
          for channel in 0..<channels {
            for position in 0..<plane {
              unsafe output[first + position * channels + channel] =
                source[first + channel * plane + position]
            }
          }
        }
      }
    }
    self.init(images: planar.rows, height: height, width: width, positions: positions)
  }

  /// The mean of each 2 x 2 square of positions; an odd last row or column is left out.
  public func halved() -> FeatureMap {
    var spare = SpareMaps()
    return halved(spare: &spare)
  }

  /// The same, in memory of `spare` where it has some.
  public func halved(spare: inout SpareMaps) -> FeatureMap {
    let (height, width) = (self.height / 2, self.width / 2)
    let channels = channels
    let stride = self.width * channels
    var pooled = spare.take(images: images, height: height, width: width, channels: channels)
    unsafe pooled.positions.values.withUnsafeMutableBufferPointer { output in
      unsafe positions.values.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress, let output = output.baseAddress else { return }
        var to = unsafe output
        for image in 0..<images {
          for y in 0..<height {
            var from = unsafe start + (image * self.height + 2 * y) * stride
            for _ in 0..<width {
              for i in 0..<channels {
                let upper = unsafe from[i] + from[channels + i]
                let lower = unsafe from[stride + i] + from[stride + channels + i]
                unsafe to[i] = (upper + lower) * 0.25
              }
              unsafe to += channels
              unsafe from += 2 * channels
            }
          }
        }
      }
    }
    return pooled
  }
}
