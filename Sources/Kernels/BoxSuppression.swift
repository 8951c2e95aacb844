internal import CKernels
public import Records

/// Greedy non-maximum suppression: the best box stays, those that overlap it by more than a limit
/// go, and so on with the best of the rest.
///
/// The rule is that of torchvision's `nms` in single precision: intersection over union strictly
/// above the limit suppresses, 0 / 0 does not, equal scores stand in the order given. Memory is
/// 20 bytes for each box that stays; the work is boxes times boxes that stay, cut short at the first
/// one that suppresses.
public struct BoxSuppression: Hashable, Sendable {
  /// How long an edge is.
  public enum Convention: Sendable {
    /// `x2 - x1`: torchvision and detectron2.
    case continuous
    /// `x2 - x1 + 1`, edges being the first and the last pixel: MAVL and object-centric-ovd.
    case inclusive
  }

  /// Overlap above which the lesser box goes.
  public let overlapMax: Double
  /// How areas are measured.
  public let convention: Convention

  /// Boxes up to which torchvision, on a CPU, suppresses all groups at once on shifted boxes.
  private static let shiftedMax = 1000

  /// Creates a suppression; `overlapMax` is in 0...1.
  public init(overlapMax: Double, convention: Convention = .continuous) {
    precondition(overlapMax >= 0 && overlapMax <= 1)
    self.overlapMax = overlapMax
    self.convention = convention
  }

  /// Indices of the boxes that stay, best first; at most `limit` of them.
  ///
  /// A score that is not a number ranks first, as in torch's sort.
  public func kept(_ boxes: [Box], scores: [Float], limit: Int = .max) -> [Int] {
    precondition(boxes.count == scores.count)
    return kept(boxes, order: BoxSuppression.ranks(scores), limit: limit)
  }

  /// Indices of the boxes that stay when boxes suppress within their group only, best first.
  ///
  /// `groups` are small numbers such as levels or classes. As in torchvision's `batched_nms` on a
  /// CPU, up to 1000 boxes are told apart by shifting each group by its number times the largest
  /// edge plus 1; the rounding of the shifted edges can decide about an overlap at the limit.
  public func kept(
    _ boxes: [Box], scores: [Float], groups: [Int], limit: Int = .max
  ) -> [Int] {
    precondition(boxes.count == scores.count && boxes.count == groups.count)
    let order = BoxSuppression.ranks(scores)
    if boxes.count <= BoxSuppression.shiftedMax {
      let largest = boxes.reduce(-Float.infinity) {
        max(max(max($0, $1.x1), max($1.y1, $1.x2)), $1.y2)
      }
      let shifted = zip(boxes, groups).map { box, group in
        let shift = Float(group) * (largest + 1)
        return Box(
          x1: box.x1 + shift, y1: box.y1 + shift, x2: box.x2 + shift, y2: box.y2 + shift)
      }
      return kept(shifted, order: order, limit: limit)
    }
    var stays = [Bool](repeating: false, count: boxes.count)
    var members: [Int: [Int]] = [:]
    for index in order { members[groups[index], default: []].append(index) }
    for group in members.values {
      for index in kept(boxes, order: group, limit: limit) { stays[index] = true }
    }
    return Array(order.lazy.filter { stays[$0] }.prefix(limit))
  }

  /// Indices by descending score; equal scores in ascending order, NaN in front.
  private static func ranks(_ scores: [Float]) -> [Int] {
    scores.indices.sorted { left, right in
      let (a, b) = (scores[left], scores[right])
      if a.isNaN != b.isNaN { return a.isNaN }
      return a > b || (!(a < b) && left < right)
    }
  }

  /// Suppression among the boxes that `order` names, best first.
  private func kept(_ boxes: [Box], order: [Int], limit: Int) -> [Int] {
    let extra: Float = convention == .inclusive ? 1 : 0
    // The reference compares single with double precision; rounding the limit down is the same.
    let nearest = Float(overlapMax)
    let overlapMax = Double(nearest) > overlapMax ? nearest.nextDown : nearest
    var kept: [Int] = []
    var edges = KeptEdges(capacity: min(order.count, max(limit, 0)))
    for index in order where kept.count < limit {
      let box = boxes[index]
      let area = (box.x2 - box.x1 + extra) * (box.y2 - box.y1 + extra)
      if edges.overlap(box, area: area, extra: extra, above: overlapMax) { continue }
      edges.append(box, area: area)
      kept.append(index)
    }
    return kept
  }
}

/// Edges of the boxes that stay, each in an array of its own.
private struct KeptEdges {
  private var x1: [Float] = []
  private var y1: [Float] = []
  private var x2: [Float] = []
  private var y2: [Float] = []
  private var areas: [Float] = []

  init(capacity: Int) {
    for path in [\KeptEdges.x1, \.y1, \.x2, \.y2, \.areas] {
      self[keyPath: path].reserveCapacity(min(capacity, 4096))
    }
  }

  mutating func append(_ box: Box, area: Float) {
    x1.append(box.x1)
    y1.append(box.y1)
    x2.append(box.x2)
    y2.append(box.y2)
    areas.append(area)
  }

  func overlap(_ box: Box, area: Float, extra: Float, above limit: Float) -> Bool {
    unsafe x1.withUnsafeBufferPointer { x1 in
      unsafe y1.withUnsafeBufferPointer { y1 in
        unsafe x2.withUnsafeBufferPointer { x2 in
          unsafe y2.withUnsafeBufferPointer { y2 in
            unsafe areas.withUnsafeBufferPointer { areas in
              let boxes = unsafe ck_boxes(
                x1: x1.baseAddress, y1: y1.baseAddress, x2: x2.baseAddress, y2: y2.baseAddress,
                areas: areas.baseAddress, count: areas.count)
              return unsafe ck_overlaps(
                boxes, box.x1, box.y1, box.x2, box.y2, area, extra, limit)
            }
          }
        }
      }
    }
  }
}
