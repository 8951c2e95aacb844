extension Matrix {
  /// Square patches of square planar images, `[images * patches, planes * patchSide * patchSide]`.
  ///
  /// `self` is `[images, planes * side * side]`. Patches go row by row; inside one the order is
  /// plane, row, column, that of a convolution's weights. Pixels beyond the last whole patch are
  /// left out.
  public func patches(planes: Int, side: Int, patchSide: Int) -> Matrix {
    let perSide = side / patchSide
    var output = Matrix(
      rows: rows * perSide * perSide, columns: planes * patchSide * patchSide)
    copyPatches(of: 0..<rows, planes: planes, side: side, patchSide: patchSide, into: &output)
    return output
  }

  /// Writes the patches of some images, as above, over `output`.
  public func copyPatches(
    of images: Range<Int>, planes: Int, side: Int, patchSide: Int, into output: inout Matrix
  ) {
    precondition(columns == planes * side * side && patchSide > 0 && patchSide <= side)
    precondition(images.lowerBound >= 0 && images.upperBound <= rows)
    let perSide = side / patchSide
    precondition(
      output.rows == images.count * perSide * perSide
        && output.columns == planes * patchSide * patchSide)
    unsafe output.values.withUnsafeMutableBufferPointer { output in
      unsafe values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, var to = output.baseAddress else { return }
        for image in images {
          let from = unsafe source + image * columns
          for patch in 0..<perSide * perSide {
            let top = patch / perSide * patchSide
            let left = patch % perSide * patchSide
            for plane in 0..<planes {
              for y in top..<top + patchSide {
                let start = unsafe from + (plane * side + y) * side + left
                unsafe to.update(from: start, count: patchSide)
                unsafe to += patchSide
              }
            }
          }
        }
      }
    }
  }

  /// Puts a class token in front of each image's patches, adds position embeddings, and writes the
  /// tokens over `output`, which is `[images * (1 + perImage), width]`.
  ///
  /// `self` is `[images * perImage, width]`, `positions` is `[1 + perImage, width]`.
  public func embedTokens(
    perImage: Int, classToken: [Float], positions: Matrix, into output: inout Matrix
  ) {
    precondition(rows % perImage == 0 && classToken.count == columns)
    precondition(positions.rows == perImage + 1 && positions.columns == columns)
    precondition(output.rows == rows / perImage * (1 + perImage) && output.columns == columns)
    unsafe output.values.withUnsafeMutableBufferPointer { output in
      guard var to = output.baseAddress else { return }
      for image in 0..<rows / perImage {
        for token in 0...perImage {
          let source = token == 0 ? classToken.span : values.span
          let start = token == 0 ? 0 : (image * perImage + token - 1) * columns
          let position = positions.values.span
          for i in 0..<columns {
            unsafe to[i] = source[start + i] + position[token * columns + i]
          }
          unsafe to += columns
        }
      }
    }
  }
}
