/// Every number of a comparison: what `compare.json` holds.
///
/// `first` and `second` are the sides in the order in which they were named; a difference is second
/// minus first. A number that could not be measured is absent.
public struct ComparisonNumbers: Codable, Hashable, Sendable {
  /// Version of this layout; readers refuse a greater one.
  public var version: Int
  /// Name of the first side.
  public var first: String
  /// Name of the second side.
  public var second: String
  /// Which images the sides share.
  public var images: ComparedImages
  /// Settings, models and digests that differ, in byte order of their names.
  public var settings: [SettingChange]
  /// The main numbers side by side.
  public var headlines: [HeadlineChange]
  /// One row for each class with objects on shared images, ascending id; empty without ground truth.
  public var classes: [ClassChange]
  /// The two pools.
  public var concepts: ConceptChanges
  /// Labels of the regions that both sides have.
  public var regions: RegionChanges

  /// The layout that this code writes.
  public static let currentVersion = 1
}

/// Which images two sides share.
public struct ComparedImages: Codable, Hashable, Sendable {
  /// Images in both.
  public var both = 0
  /// Images in the first alone.
  public var onlyFirst = 0
  /// Images in the second alone.
  public var onlySecond = 0
  /// The first few keys of each side alone, in ascending order.
  public var samples: [String] = []
}

/// A setting that differs.
public struct SettingChange: Codable, Hashable, Sendable {
  /// Its name.
  public var key: String
  /// The first side's value; absent where it has none.
  public var first: String?
  /// The second side's value; absent where it has none.
  public var second: String?
}

/// One number of both sides.
public struct HeadlineChange: Codable, Hashable, Sendable {
  /// What a number counts in.
  public enum Unit: String, Codable, Sendable {
    case share
    case count
    case number
  }

  /// What is measured.
  public var name: String
  /// Whether it is a share in 0...1, a count, or another number.
  public var unit: Unit
  /// Whether more is better; absent where neither is.
  public var moreIsBetter: Bool?
  /// The first side's number.
  public var first: Double?
  /// The second side's number.
  public var second: Double?

  /// Second minus first.
  public var difference: Double? {
    guard let first, let second else { return nil }
    return second - first
  }
}

/// How the labels of one class's objects changed, on the images that both sides have.
public struct ClassChange: Codable, Hashable, Sendable {
  /// Its id in the annotation file.
  public var id: Int
  /// Its name.
  public var name: String
  /// Its split, if the file names one.
  public var split: String?
  /// Objects, crowds not counted.
  public var objects = 0
  /// Objects that a region of the first side has found.
  public var foundFirst = 0
  /// Objects that a region of the second side has found.
  public var foundSecond = 0
  /// Objects that the first side names rightly.
  public var rightFirst = 0
  /// Objects that the second side names rightly.
  public var rightSecond = 0
  /// Objects that only the second side names rightly.
  public var mended = 0
  /// Objects that only the first side names rightly.
  public var broken = 0
}

/// How two pools differ.
public struct ConceptChanges: Codable, Hashable, Sendable {
  /// Concepts of that name in both.
  public var both: Int
  /// Concepts of the second pool alone.
  public var addedTotal: Int
  /// Concepts of the first pool alone.
  public var removedTotal: Int
  /// The concepts whose regions changed most, at most 2,000.
  public var rows: [ConceptChange]
}

/// One concept on both sides; a side that lacks it has absent counts.
public struct ConceptChange: Codable, Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Regions of the first side whose nearest concept it is.
  public var regionsFirst: Int?
  /// Regions of the second side whose nearest concept it is.
  public var regionsSecond: Int?
  /// How often the first side's captions name it.
  public var occurrencesFirst: Int?
  /// How often the second side's captions name it.
  public var occurrencesSecond: Int?

  /// Regions gained.
  public var difference: Int { (regionsSecond ?? 0) - (regionsFirst ?? 0) }
}

/// Labels of the regions that both sides have: same image, same box.
public struct RegionChanges: Codable, Hashable, Sendable {
  /// Regions of the first side on shared images.
  public var first: Int
  /// Regions of the second side on shared images.
  public var second: Int
  /// Regions of one box in both.
  public var both: Int
  /// Those whose nearest concept has another name.
  public var changed: Proportion
  /// Second minus first cosine of the nearest concepts of these regions.
  public var cosineDifference: Histogram
  /// The most frequent changes, at most 200, most frequent first.
  public var pairs: [ConceptPair]
  /// Changed regions that the pairs above do not count.
  public var otherPairs: Int
}

/// How many regions went from one concept to another.
public struct ConceptPair: Codable, Hashable, Sendable {
  /// Nearest concept of the first side.
  public var first: String
  /// Nearest concept of the second side.
  public var second: String
  /// How many regions.
  public var regions: Int
}
