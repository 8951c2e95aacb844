public import Records

/// A perceptual hash of 64 bits: which of two neighbouring cells of a 9 x 8 grid is brighter.
///
/// Pictures that differ in size, compression or a little brightness have hashes that differ in few
/// bits. Row by row, bit `8 * row + column` says whether the cell in that column is brighter than the
/// one to its right (N. Krawetz, "Kind of Like That", 2013). A cell covers the pixels from
/// `index * side / count` up to `(index + 1) * side / count`, at least one; its brightness is the
/// mean of 299 R + 587 G + 114 B over them. All in integers, so that every machine gives one hash.
public struct DifferenceHash: Hashable, Sendable {
  /// The bits.
  public let bits: UInt64

  private static let columns = 9
  private static let rows = 8

  /// Hashes a decoded image.
  public init(of image: PixelImage) {
    var bits: UInt64 = 0
    let edges = (0..<Self.columns).map { Self.span($0, of: Self.columns, side: image.width) }
    for row in 0..<Self.rows {
      let lines = Self.span(row, of: Self.rows, side: image.height)
      let sums = Self.sums(image, lines: lines, edges: edges)
      for column in 0..<Self.rows {
        // Means are compared by their cross products.
        let left = sums[column] * UInt64(edges[column + 1].count)
        let right = sums[column + 1] * UInt64(edges[column].count)
        if left > right { bits |= 1 << UInt64(8 * row + column) }
      }
    }
    self.bits = bits
  }

  private static func span(_ index: Int, of count: Int, side: Int) -> Range<Int> {
    let start = min(index * side / count, side - 1)
    return start..<max(start + 1, (index + 1) * side / count)
  }

  /// Brightness of each column's cell in a band of lines, `[columns]`.
  private static func sums(
    _ image: PixelImage, lines: Range<Int>, edges: [Range<Int>]
  ) -> [UInt64] {
    var sums = Array(repeating: UInt64(0), count: edges.count)
    let rgb = image.rgb.span
    for line in lines {
      for (column, edge) in edges.enumerated() {
        var red: UInt64 = 0
        var green: UInt64 = 0
        var blue: UInt64 = 0
        var place = (line * image.width + edge.lowerBound) * 3
        for _ in edge {
          red &+= UInt64(rgb[place])
          green &+= UInt64(rgb[place + 1])
          blue &+= UInt64(rgb[place + 2])
          place += 3
        }
        sums[column] += 299 * red + 587 * green + 114 * blue
      }
    }
    return sums
  }
}
