extension Matrix {
  /// Square patches of square planar images, `[images * patches, planes * patchSide * patchSide]`.
  ///
  /// `self` is `[images, planes * side * side]`. Patches go row by row; inside one the order is
  /// plane, row, column, that of a convolution's weights. Pixels beyond the last whole patch are
  /// left out.
  public func patches(planes: Int, side: Int, patchSide: Int) -> Matrix {
    precondition(columns == planes * side * side && patchSide > 0 && patchSide <= side)
    let perSide = side / patchSide
    return unsafe Matrix(
      rows: rows * perSide * perSide, columns: planes * patchSide * patchSide
    ) { output in
      unsafe values.withUnsafeBufferPointer { source in
        guard var from = source.baseAddress else { return }
        var to = unsafe output
        for _ in 0..<rows {
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
          unsafe from += columns
        }
      }
    }
  }

  /// Puts a class token in front of each image's patches and adds position embeddings.
  ///
  /// `self` is `[images * perImage, width]`, `positions` is `[1 + perImage, width]`; the result is
  /// `[images * (1 + perImage), width]`.
  public func embeddedTokens(perImage: Int, classToken: [Float], positions: Matrix) -> Matrix {
    precondition(rows % perImage == 0 && classToken.count == columns)
    precondition(positions.rows == perImage + 1 && positions.columns == columns)
    return unsafe Matrix(rows: rows / perImage * (1 + perImage), columns: columns) { output in
      var to = unsafe output
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
