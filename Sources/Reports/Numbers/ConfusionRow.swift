/// What the labels make of the objects of one class.
public struct ConfusionRow: Codable, Hashable, Sendable {
  /// Id of the class in the annotation file.
  public var categoryID: Int
  /// Its name.
  public var name: String
  /// Right labels of its objects that have a region.
  public var top1: Proportion
  /// The concepts that its objects are given, most frequent first, at most 8.
  public var predictions: [ConfusionCell]
  /// Objects given further concepts.
  public var others: Int
}

/// How often the objects of a class are given one concept.
public struct ConfusionCell: Codable, Hashable, Sendable {
  /// Id of the concept.
  public var concept: Int
  /// Its name.
  public var name: String
  /// Whether it names the class.
  public var isRight: Bool
  /// Objects given it.
  public var objects: Int
  /// The first such region in plan order.
  public var example: ExampleRegion
}
