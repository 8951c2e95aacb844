/// Images that are there more than once, and images of an evaluation list among them.
public struct DuplicateNumbers: Codable, Hashable, Sendable {
  /// Images with equal bytes, by the stored SHA-256.
  public var exact: DuplicateGroups
  /// Images that look alike, by the stored difference hash; absent where no record stores one.
  @OrNull public var near: DuplicateGroups?
  /// Largest Hamming distance of two 64-bit hashes that counts as alike.
  public var distanceMax: Int
  /// Images without any brightness edge, which all look alike to the hash and are left out.
  public var withoutTexture: Int
  /// The evaluation list's images among these; absent when no list was given.
  @OrNull public var evaluation: EvaluationLeak?

  /// Images that would go if each picture were kept once: equal files and, where hashes are stored,
  /// pictures alike, among which each file counts once.
  var surplus: Int { exact.surplus + (near?.surplus ?? 0) }
}

/// Groups of images that are one picture.
public struct DuplicateGroups: Codable, Hashable, Sendable {
  /// Images that were compared.
  public var compared: Int
  /// Groups of two images or more.
  public var groups: Int
  /// Images beyond the first of their group: what would go if each picture were kept once.
  public var surplus: Int
  /// Images in the largest group; 0 without groups.
  public var largest: Int
  /// The largest groups, at most 20.
  public var samples: [DuplicateGroup]
}

/// One group of images that are one picture.
public struct DuplicateGroup: Codable, Hashable, Sendable {
  /// How many there are.
  public var images: Int
  /// Keys of the first of them in plan order, at most 8.
  public var keys: [String]
}

/// Images of an evaluation list that are in the data set.
public struct EvaluationLeak: Codable, Hashable, Sendable {
  /// Images on the list.
  public var images: Int
  /// Those of them that could not be read or decoded.
  public var unreadable: Int
  /// Those of which the data set has the very file.
  public var exact: Int
  /// Further ones of which it has a picture that looks alike; absent without stored hashes.
  @OrNull public var near: Int?
  /// The first of them: very files, then by distance.
  public var samples: [EvaluationMatch]

  /// Why none found does not mean that there is none; `nil` where it does.
  public var doubt: String? {
    if images == 0 { return "the list of evaluation images is empty" }
    return unreadable == 0
      ? nil : "\(unreadable) of \(images) evaluation images could not be read"
  }
}

/// An evaluation image and the data set's image that it equals.
public struct EvaluationMatch: Codable, Hashable, Sendable {
  /// The evaluation image's path as listed.
  public var evaluation: String
  /// Key of the data set's image.
  public var key: String
  /// Hamming distance of their hashes; absent for equal files.
  @OrNull public var distance: Int?
}
