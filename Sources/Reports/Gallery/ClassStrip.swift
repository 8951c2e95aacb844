/// A class of the ground truth with a sample of its objects.
struct ClassStrip {
  /// Its id in the annotation file.
  var id: Int
  var name: String
  /// Objects whose nearest concept is right.
  var top1: Proportion
  var examples: [ClassExamples.Example]
}
