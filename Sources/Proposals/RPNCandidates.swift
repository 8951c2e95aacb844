internal import Kernels
internal import Records

/// The best boxes of each level, collected while the levels are computed, and the choice among them.
struct RPNCandidates {
  private let kind: RPNConfiguration.Kind
  private let settings: RPNConfiguration.Selection
  private var boxes: [Box] = []
  private var logits: [Float] = []
  private var levels: [Int] = []
  /// Whether a box with a finite logit is among them; without one the network is broken.
  private(set) var hasFinite = false

  init(kind: RPNConfiguration.Kind, settings: RPNConfiguration.Selection) {
    self.kind = kind
    self.settings = settings
  }

  /// Adds the boxes with the largest logits of one level, largest first.
  ///
  /// `predictions` is what `RPNHead` gives for a map `width` wide.
  mutating func add(
    _ predictions: Matrix, width: Int, level: Int, anchors: AnchorGrid, strideX: Int, strideY: Int
  ) {
    let count = anchors.cells.count
    for place in best(of: predictions, anchors: count) {
      let row = place.index / count
      let cell = place.index % count
      let anchor = anchors.anchor(
        cell, x: row % width, y: row / width, strideX: strideX, strideY: strideY)
      let first = count + 4 * cell
      let box = anchor.changed(
        byX: predictions[row, first], y: predictions[row, first + 1],
        width: predictions[row, first + 2], height: predictions[row, first + 3])
      hasFinite = hasFinite || (box.isFinite && place.logit.isFinite)
      boxes.append(box)
      logits.append(place.logit)
      levels.append(level)
    }
  }

  /// The proposals inside an image of `width` by `height` resized pixels, best first.
  func proposals(width: Int, height: Int) -> [(box: Box, logit: Float)] {
    var inside: [Int] = []
    var clipped: [Box] = []
    for (index, box) in boxes.enumerated() where box.isFinite && logits[index].isFinite {
      let box = box.clipped(width: width, height: height)
      let isLarge =
        switch kind {
        case .torchvision: box.width >= settings.min_size && box.height >= settings.min_size
        case .detectron2: box.width > settings.min_size && box.height > settings.min_size
        }
      guard isLarge else { continue }
      inside.append(index)
      clipped.append(box)
    }
    let ranks = inside.map { kind == .torchvision ? sigmoid(logits[$0]) : logits[$0] }
    return BoxSuppression(overlapMax: settings.nms_iou)
      .kept(clipped, scores: ranks, groups: inside.map { levels[$0] }, limit: settings.post_nms)
      .map { (clipped[$0], logits[inside[$0]]) }
  }

  private struct Place {
    var logit: Float
    /// Position times anchors plus anchor.
    var index: Int

    static func ranksBefore(_ left: Place, _ right: Place) -> Bool {
      left.logit > right.logit || (left.logit == right.logit && left.index < right.index)
    }
  }

  /// The `pre_nms` places of a level with the largest logits; a logit that is not a number has none.
  private func best(of predictions: Matrix, anchors: Int) -> [Place] {
    let limit = settings.pre_nms
    var places: [Place] = []
    var floor = -Float.infinity
    let columns = predictions.columns
    for row in 0..<predictions.rows {
      for anchor in 0..<anchors {
        let logit = predictions.values[row * columns + anchor]
        // A later place with the floor's own logit ranks behind all that are there.
        guard logit > floor else { continue }
        places.append(Place(logit: logit, index: row * anchors + anchor))
        // Twice as many as needed are sorted at a time: few sorts, little memory.
        if places.count >= 2 * limit {
          places.sort(by: Place.ranksBefore)
          places.removeLast(places.count - limit)
          floor = places[limit - 1].logit
        }
      }
    }
    places.sort(by: Place.ranksBefore)
    return Array(places.prefix(limit))
  }
}
