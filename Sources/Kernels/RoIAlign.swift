internal import CKernels
public import Records

/// Cuts regions out of a feature map as small maps of one size, by interpolation.
///
/// The arithmetic is that of torchvision's `roi_align` with `aligned=True` and `sampling_ratio=0`
/// (https://arxiv.org/abs/1703.06870, section 3; half a position is taken off as in detectron2's
/// version 2): a region's cells hold the means of `ceil(cell size)` samples a side, each sample
/// interpolated between its four positions. Samples lie on a grid, so that the mean over a cell is
/// a product of one weight for each row and one for each column; rows are mixed first.
public struct RoIAlign: Sendable {
  /// Cells along a side of a region's map.
  public let size: Int
  /// Positions of the map for one pixel of the boxes, 1/16 for a map of stride 16.
  public let scale: Float

  private let table: KernelTable

  /// Creates the operator.
  public init(size: Int, scale: Float, level: KernelLevel = .current) {
    precondition(size > 0 && scale > 0 && scale.isFinite)
    self.size = size
    self.scale = scale
    table = KernelTable(level)
  }

  /// The regions' maps, `size` by `size`, in the order of `boxes`.
  ///
  /// `map` is of one image; `boxes` are in its pixels, not inverted and inside the image. A box
  /// without area gives zeros.
  public func callAsFunction(_ map: FeatureMap, boxes: [Box]) -> FeatureMap {
    precondition(map.images == 1 && map.height > 0 && map.width > 0)
    let channels = map.channels
    let area = size * size * channels
    let entry = unsafe table.entry
    let positions = unsafe Matrix(rows: boxes.count * size * size, columns: channels) { output in
      unsafe map.positions.values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        for (index, box) in boxes.enumerated() {
          let columns = CellWeights(box.x1, box.x2, scale, cells: size, limit: map.width)
          let rows = CellWeights(box.y1, box.y2, scale, cells: size, limit: map.height)
          // Only columns that some cell reads are mixed.
          let (left, width) = columns.reach
          let mixed = unsafe AlignedBuffer<Float>(count: width * channels) { _ in }
          unsafe mixed.withElements { mixed in
            for (y, row) in rows.cells.enumerated() {
              let from = (row.start * map.width + left) * channels
              unsafe entry.mix_rows(
                source + from, map.width * channels, row.weights, row.weights.count, mixed,
                width * channels)
              for (x, cell) in columns.cells.enumerated() {
                unsafe entry.mix_rows(
                  mixed + (cell.start - left) * channels, channels, cell.weights,
                  cell.weights.count, output + index * area + (y * size + x) * channels, channels)
              }
            }
          }
        }
      }
    }
    return FeatureMap(images: boxes.count, height: size, width: size, positions: positions)
  }
}

/// For each cell along one side of a region the positions that its samples read.
private struct CellWeights {
  struct Cell {
    /// First position; the others follow without a hole.
    var start = 0
    /// Weight of each position.
    var weights: [Float] = []
  }

  let cells: [Cell]

  /// The positions that the cells read together: the first, and how many.
  var reach: (start: Int, count: Int) {
    let read = cells.filter { !$0.weights.isEmpty }
    let start = read.map(\.start).min() ?? 0
    let end = read.map { $0.start + $0.weights.count }.max() ?? 0
    return (start, end - start)
  }

  /// `low` and `high` are the box's edges in pixels; `limit` is the number of positions.
  ///
  /// Single precision in torchvision's order of operations: the number of samples is a rounding up
  /// and must fall out the same.
  init(_ low: Float, _ high: Float, _ scale: Float, cells: Int, limit: Int) {
    precondition(low.isFinite && high.isFinite && low <= high)
    let start = low * scale - 0.5
    let length = high * scale - 0.5 - start
    let cellLength = length / Float(cells)
    let samples = Int(cellLength.rounded(.up))
    self.cells = (0..<cells).map { index in
      var cell = Cell()
      for sample in 0..<samples {
        let offset = (Float(sample) + 0.5) * cellLength / Float(samples)
        var at = start + Float(index) * cellLength + offset
        // Samples further out count as zeros, not as less of a mean.
        if at < -1 || at > Float(limit) { continue }
        at = max(at, 0)
        let lower = min(Int(at), limit - 1)
        let part = lower == limit - 1 ? 0 : at - Float(lower)
        cell.add((1 - part) / Float(samples), at: lower)
        if part > 0 { cell.add(part / Float(samples), at: lower + 1) }
      }
      return cell
    }
  }
}

extension CellWeights.Cell {
  /// Adds to a position's weight; positions come in ascending order.
  fileprivate mutating func add(_ weight: Float, at position: Int) {
    if weights.isEmpty { start = position }
    while weights.count <= position - start { weights.append(0) }
    weights[position - start] += weight
  }
}
