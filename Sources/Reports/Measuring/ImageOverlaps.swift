import Records

/// Which region belongs to which object of one image.
struct ImageOverlaps {
  /// IoU from which a box counts as found or as lying on an object.
  static let threshold: Float = 0.5
  /// IoU from which a region of a ground-truth source is an object's own box.
  ///
  /// Not 1, because regions are clipped to the image and rounded by the source's file.
  private static let ownThreshold: Float = 0.9

  /// The objects that count: crowds are left out.
  let objects: [GroundTruthBox]
  /// The object under each region with the greatest IoU >= 0.5, `[regions]`.
  private(set) var objectOfRegion: [Int?]
  /// The proposal on each object with the greatest IoU >= 0.5, `[objects]`.
  private(set) var proposalOfObject: [Int?]
  /// The region that is the object's own box, `[objects]`.
  private(set) var ownRegionOfObject: [Int?]
  /// All regions on each object with IoU >= 0.5, `[objects][...]`.
  private(set) var findersOfObject: [[Int]]

  /// Measures `boxes`, where `isOwn` marks regions of a ground-truth source.
  init(boxes: [Box], isOwn: [Bool], objects all: [GroundTruthBox]) {
    let objects = all.filter { !$0.isCrowd }
    self.objects = objects
    objectOfRegion = Array(repeating: nil, count: boxes.count)
    proposalOfObject = Array(repeating: nil, count: objects.count)
    ownRegionOfObject = proposalOfObject
    findersOfObject = Array(repeating: [], count: objects.count)
    var bestOfRegion = Array(repeating: Float(0), count: boxes.count)
    var bestProposal = Array(repeating: Float(0), count: objects.count)
    var bestOwn = bestProposal
    for (region, box) in boxes.enumerated() {
      for (object, truth) in objects.enumerated() {
        let overlap = box.iou(with: truth.box)
        if overlap >= Self.threshold { findersOfObject[object].append(region) }
        if overlap >= Self.threshold, overlap > bestOfRegion[region] {
          bestOfRegion[region] = overlap
          objectOfRegion[region] = object
        }
        if isOwn[region] {
          if overlap >= Self.ownThreshold, overlap > bestOwn[object] {
            bestOwn[object] = overlap
            ownRegionOfObject[object] = region
          }
        } else if overlap >= Self.threshold, overlap > bestProposal[object] {
          bestProposal[object] = overlap
          proposalOfObject[object] = region
        }
      }
    }
  }
}
