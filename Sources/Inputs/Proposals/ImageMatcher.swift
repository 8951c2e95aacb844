import Records

/// Finds the images that rows of a file name.
///
/// Sorted lists of positions and no dictionaries: 32 bytes for each image of the list.
struct ImageMatcher {
  /// What a look-up gave.
  enum Match: Hashable {
    case found(Int)
    case absent
    /// Several images fit.
    case ambiguous
  }

  /// The images in the order of their keys.
  let images: [InputImage]
  /// Whether the list has ids of its own.
  let hasIDs: Bool
  private let rule: ProposalFileOptions.MatchRule
  private let byID: [(id: UInt64, position: Int)]
  private let byStem: [Int]
  private var last: (reference: ImageReference, match: Match)?

  init(_ images: [InputImage], hasIDs: Bool, rule: ProposalFileOptions.MatchRule) {
    self.images = images
    self.hasIDs = hasIDs
    self.rule = rule
    let numbered = images.indices.compactMap { position -> (id: UInt64, position: Int)? in
      if hasIDs { return (images[position].imageID, position) }
      return Self.number(inStem: images[position].key.stem).map { ($0, position) }
    }
    byID = numbered.sorted { ($0.id, $0.position) < ($1.id, $1.position) }
    byStem = images.indices.sorted { left, right in
      images[left].key.stem.lexicographicallyPrecedes(images[right].key.stem)
    }
  }

  /// The image that `reference` names.
  mutating func match(_ reference: ImageReference) -> Match {
    if let last, last.reference == reference { return last.match }
    let match =
      switch reference {
      case .id(let id): rule == .name ? .absent : self.match(id)
      case .name(let name): self.match(name)
      case .numeral(let id, let name): match(id, orNamed: name)
      }
    last = (reference, match)
    return match
  }

  private func match(_ id: UInt64, orNamed name: String) -> Match {
    guard rule != .name else { return match(name) }
    let match = match(id)
    return match == .absent ? self.match(name) : match
  }

  private func match(_ id: UInt64) -> Match {
    let first = byID.partition { $0.id < id }
    guard first < byID.count, byID[first].id == id else { return .absent }
    let isAmbiguous = first + 1 < byID.count && byID[first + 1].id == id
    return isAmbiguous ? .ambiguous : .found(byID[first].position)
  }

  private func match(_ name: String) -> Match {
    if rule != .id {
      let bytes = Array(name.utf8)
      let exact = images.partition { $0.key.bytes.lexicographicallyPrecedes(bytes) }
      if exact < images.count, images[exact].key.bytes == bytes { return .found(exact) }
      // A stem may have dots, so what looks like an extension may be none.
      let file = bytes.suffix(from: (bytes.lastIndex(of: 0x2f) ?? -1) + 1)
      for stem in [file, ImageKey.withoutExtension(file)] {
        let match = match(stem: stem, name: bytes)
        if match != .absent { return match }
      }
    }
    return rule == .name ? .absent : UInt64(name).map(match) ?? .absent
  }

  private func match(stem: ArraySlice<UInt8>, name: [UInt8]) -> Match {
    let first = byStem.partition { images[$0].key.stem.lexicographicallyPrecedes(stem) }
    let fitting = byStem[first...].prefix { images[$0].key.stem.elementsEqual(stem) }
    let folders = Self.folders(name)
    let agreeing = fitting.filter { position in
      zip(folders, Self.folders(images[position].key.bytes)).allSatisfy { $0 == $1 }
    }
    if agreeing.count < 2 { return agreeing.first.map { .found($0) } ?? .absent }
    // Whole paths tell images of one name apart, if the file has them.
    let below = agreeing.filter { position in
      let key = images[position].key.bytes
      return key.ends(with: [0x2f] + name) || name.ends(with: [0x2f] + key)
    }
    return below.count == 1 ? .found(below[0]) : .ambiguous
  }

  /// The folders of a path, the innermost first; none for an address, whose folders are a server's.
  private static func folders(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
    let parts = path.split(separator: 0x2f, omittingEmptySubsequences: false).dropLast()
    guard parts.isEmpty || parts.first?.last != 0x3a else { return [] }
    return parts.reversed().filter { !$0.isEmpty && $0 != [0x2e] && $0 != [0x2e, 0x2e] }
  }

  /// The number that a file name is, as in `000000000139` and `COCO_val2014_000000000139`.
  private static func number(inStem stem: ArraySlice<UInt8>) -> UInt64? {
    let digits = stem.suffix(from: (stem.lastIndex(of: 0x5f) ?? stem.startIndex - 1) + 1)
    guard !digits.isEmpty, digits.count == stem.count || digits.count >= 6,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self))
  }
}

extension ImageKey {
  /// The file's name without folders and extension.
  var stem: ArraySlice<UInt8> {
    Self.withoutExtension(bytes.suffix(from: (bytes.lastIndex(of: 0x2f) ?? -1) + 1))
  }

  /// A file name without the extension of a picture or of MAVL's text, if anything stands before it.
  ///
  /// Other dots are part of the name: `a.b` is not the file of an image `a`.
  static func withoutExtension(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let dot = name.lastIndex(of: 0x2e), dot > name.startIndex,
      extensions.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
    else { return name }
    return name[..<dot]
  }

  private static let extensions: Set = [
    "jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff", "ppm", "txt",
  ]
}

extension Array {
  /// The first index whose element does not precede what is looked for, in a sorted array.
  fileprivate func partition(where precedes: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
