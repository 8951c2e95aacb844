/// What the run has learnt of the novel classes, model by model and caption by caption.
public struct LeakAudit: Codable, Hashable, Sendable {
  /// Novel classes of the ground truth.
  public var novelClasses: Int
  /// Captions that mention a novel class, by its name or a synonym in the words as they stand.
  public var captions: Proportion
  /// Images with such a caption.
  public var images: Proportion
  /// Concepts of the pool that name a novel class.
  public var poolEntries: Int
  /// Labels of regions whose nearest concept names a novel class, of all measured ones.
  public var regionLabels: Proportion
  /// Image-level labels that name a novel class.
  public var imageLabels: Proportion
  /// Class boxes of a novel class.
  public var classBoxes: Proportion
  /// Each novel class in the order of the ground truth.
  public var classes: [NovelClass]
  /// The first captions that mention one, in plan order.
  public var samples: [NovelMention]
  /// What the remove list kept out of the pool; absent when there is no list.
  @OrNull public var removed: RemovedConcepts?
}

/// How one novel class is met.
public struct NovelClass: Codable, Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Captions that mention it.
  public var captions: Int
  /// Images with such a caption.
  public var images: Int
  /// Concepts of the pool that name it.
  public var concepts: [String]
}

/// A caption that mentions a novel class.
public struct NovelMention: Codable, Hashable, Sendable {
  /// The image's key as text.
  public var key: String
  /// The class.
  public var name: String
  /// The caption, shortened.
  public var caption: String
  /// First Unicode scalar of the mention.
  public var start: Int
  /// One past its last Unicode scalar.
  public var end: Int
}

/// What the remove list (strict zero-shot training) kept out of the pool.
public struct RemovedConcepts: Codable, Hashable, Sendable {
  /// Names on the list.
  public var listed: Int
  /// Names that captions mention and the list dropped.
  public var names: Int
  /// Mentions in captions that were dropped with them.
  public var mentions: Int
  /// The most frequent of them with their number of mentions.
  public var samples: [RemovedConcept]

  /// Creates an account of what was removed.
  public init(listed: Int, names: Int, mentions: Int, samples: [RemovedConcept]) {
    self.listed = listed
    self.names = names
    self.mentions = mentions
    self.samples = samples
  }
}

/// A name that the remove list dropped.
public struct RemovedConcept: Codable, Hashable, Sendable {
  /// The name as counted.
  public var name: String
  /// Mentions in captions.
  public var mentions: Int

  /// Creates an entry.
  public init(name: String, mentions: Int) {
    self.name = name
    self.mentions = mentions
  }
}

/// Which of the novel classes one model was trained on.
public struct LeakNumbers: Codable, Hashable, Sendable {
  /// The model.
  public var model: String
  /// How many classes its note names.
  public var classesSeen: Int
  /// Novel classes of the ground truth among them.
  public var novelSeen: [String]
}
