extension FeatureMap {
  /// An image of three planes as one map of three channels, with zeros at the right and below up to
  /// `width` by `height`.
  ///
  /// `planes` is `[1, 3 * rows * columns]`; `reversed` turns RGB into BGR.
  public init(
    planes: Matrix, rows: Int, columns: Int, reversed: Bool, height: Int, width: Int
  ) {
    let plane = rows * columns
    precondition(planes.rows == 1 && planes.columns == 3 * plane)
    precondition(height >= rows && width >= columns)
    let positions = unsafe Matrix(rows: height * width, columns: 3) { output in
      unsafe planes.values.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let row = unsafe output + y * width * 3
          guard y < rows else {
            unsafe row.update(repeating: 0, count: width * 3)
            continue
          }
          for c in 0..<3 {
            let from = (reversed ? 2 - c : c) * plane + y * columns
            for x in 0..<columns { unsafe row[x * 3 + c] = source[from + x] }
          }
          unsafe (row + columns * 3).update(repeating: 0, count: (width - columns) * 3)
        }
      }
    }
    self.init(images: 1, height: height, width: width, positions: positions)
  }

  /// The largest value of each 3 x 3 neighbourhood of every second position; positions beyond the
  /// borders do not count.
  public func maxPooled() -> FeatureMap {
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    let channels = channels
    let stride = width * channels
    let pooled = unsafe Matrix(rows: images * rows * columns, columns: channels) { output in
      unsafe positions.values.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        var to = unsafe output
        for image in 0..<images {
          let first = unsafe start + image * height * stride
          for y in 0..<rows {
            for x in 0..<columns {
              // The middle is always inside.
              unsafe to.update(from: first + 2 * y * stride + 2 * x * channels, count: channels)
              for v in max(0, 2 * y - 1)..<min(height, 2 * y + 2) {
                for u in max(0, 2 * x - 1)..<min(width, 2 * x + 2) {
                  let from = unsafe first + v * stride + u * channels
                  for i in 0..<channels {
                    let value = unsafe from[i]
                    unsafe to[i] = to[i] < value ? value : to[i]
                  }
                }
              }
              unsafe to += channels
            }
          }
        }
      }
    }
    return FeatureMap(images: images, height: rows, width: columns, positions: pooled)
  }

  /// Every second position of every second row.
  public func thinned() -> FeatureMap {
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    let channels = channels
    let thin = unsafe Matrix(rows: images * rows * columns, columns: channels) { output in
      unsafe positions.values.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        var to = unsafe output
        for row in 0..<images * rows {
          let y = row / rows * height + row % rows * 2
          for x in 0..<columns {
            unsafe to.update(from: start + (y * width + 2 * x) * channels, count: channels)
            unsafe to += channels
          }
        }
      }
    }
    return FeatureMap(images: images, height: rows, width: columns, positions: thin)
  }

  /// Adds a coarser map of the same images, each position to the square that it covers.
  ///
  /// Position `y, x` gets `coarse` at `y * coarse.height / height`, `x * coarse.width / width`
  /// rounded down: the nearest neighbour.
  public mutating func addEnlarged(_ coarse: FeatureMap) {
    precondition(coarse.channels == channels && coarse.images == images)
    precondition(coarse.height <= height && coarse.width <= width)
    let (height, width, channels) = (height, width, channels)
    unsafe positions.values.withUnsafeMutableBufferPointer { output in
      unsafe coarse.positions.values.withUnsafeBufferPointer { source in
        guard var to = output.baseAddress, let start = source.baseAddress else { return }
        for row in 0..<images * height {
          let y = row / height * coarse.height + row % height * coarse.height / height
          for x in 0..<width {
            let from = unsafe start + (y * coarse.width + x * coarse.width / width) * channels
            for i in 0..<channels { unsafe to[i] += from[i] }
            unsafe to += channels
          }
        }
      }
    }
  }
}
