import Records

/// One image chosen for the gallery, with all that its picture shows.
struct GalleryImage {
  /// Why an image was chosen, in the order of the page.
  enum Kind: String, CaseIterable {
    case best
    case worst
    case uncertain
    case random
  }

  /// A region drawn into the picture.
  struct Region {
    var box: Box
    var score: Float
    /// Nearest concepts with their cosines, best first, at most ten.
    var concepts: [(name: String, cosine: Float)]
    var maxProbability: Float?
    /// Whether the nearest concept is right; `nil` when no object lies under the region.
    var isRight: Bool?
  }

  /// An object of the ground truth.
  struct Object {
    var box: Box
    var name: String
    var isCrowd: Bool
  }

  /// A phrase of a caption that is a concept.
  struct Span {
    var caption: Int
    var start: Int
    var end: Int
    var concept: String
  }

  var key: ImageKey
  var width: Int
  var height: Int
  var captions: [String]
  var spans: [Span]
  var regions: [Region]
  /// How many regions the image has; `regions` are the first of them.
  var regionsTotal: Int
  var objects: [Object]
  /// Objects found by a region with IoU >= 0.5, when the image is annotated.
  var found: Proportion?
  /// Objects whose region's nearest concept is right, when annotated and labelled.
  var right: Proportion?
  /// Mean max probability of the regions shown.
  var meanProbability: Double?
}
