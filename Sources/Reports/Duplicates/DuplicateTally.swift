import Records

/// Finds the images of a data set that are one picture, in about 40 bytes an image.
struct DuplicateTally {
  private static let groupsShown = 20
  private static let keysShown = 8
  private static let matchesShown = 50

  private struct File {
    let digest: ImageFingerprint.Digest
    let image: UInt32
  }

  private let distanceMax: Int
  private var files: [File] = []
  /// Hashes of the images in `hashed`, in plan order.
  private var hashes: [UInt64] = []
  private var hashed: [UInt32] = []
  private var withoutTexture = 0
  private var hasHashes = false

  init(distanceMax: Int) {
    self.distanceMax = distanceMax
  }

  /// Adds the image with that place in the order of the report.
  mutating func add(_ record: RegionRecord, image: Int) {
    let fingerprint = ImageFingerprint(digest: record.digest, hash: record.differenceHash)
    guard let fingerprint else { return }
    files.append(File(digest: fingerprint.digest, image: UInt32(image)))
    guard let hash = fingerprint.hash else { return }
    hasHashes = true
    guard hash != 0 else {
      withoutTexture += 1
      return
    }
    hashes.append(hash)
    hashed.append(UInt32(image))
  }

  /// The numbers; `keyOf` names an image by its place, `evaluation` are the images to look for.
  consuming func numbers(
    keyOf: (Int) -> String, evaluation: [EvaluationImages.Image]?
  ) -> DuplicateNumbers {
    files.sort { ($0.digest, $0.image) < ($1.digest, $1.image) }
    let leak = evaluation.map { leaks($0, keyOf) }
    let count = (files.map { Int($0.image) } + hashed.map(Int.init)).max().map { $0 + 1 } ?? 0
    var exact = DisjointSets(count: count)
    for (left, right) in zip(files, files.dropFirst()) where left.digest == right.digest {
      exact.join(Int(left.image), Int(right.image))
    }
    return DuplicateNumbers(
      exact: Self.groups(files.map { Int($0.image) }.sorted(), &exact, keyOf),
      near: hasHashes ? near(&exact, keyOf) : nil, distanceMax: distanceMax,
      withoutTexture: withoutTexture, evaluation: leak)
  }

  /// Groups of pictures that look alike, each file counted once.
  private func near(_ exact: inout DisjointSets, _ keyOf: (Int) -> String) -> DuplicateGroups {
    let firsts = hashed.indices.filter { exact.root(of: Int(hashed[$0])) == Int(hashed[$0]) }
    // Equal hashes go together at once, so that a thousand of them are no million of pairs.
    var places: [UInt64: Int] = [:]
    var distinct: [UInt64] = []
    let owner = firsts.map { first in
      if let place = places[hashes[first]] { return place }
      places[hashes[first]] = distinct.count
      distinct.append(hashes[first])
      return distinct.count - 1
    }
    var alike = DisjointSets(count: distinct.count)
    NearHashes(distinct, distanceMax: distanceMax).forEachPair { alike.join($0, $1) }
    let images = firsts.map { Int(hashed[$0]) }
    var sets = DisjointSets(count: (images.last ?? -1) + 1)
    var firstOfGroup: [Int: Int] = [:]
    for (image, hash) in zip(images, owner) {
      let group = alike.root(of: hash)
      if let first = firstOfGroup[group] {
        sets.join(first, image)
      } else {
        firstOfGroup[group] = image
      }
    }
    return Self.groups(images, &sets, keyOf)
  }

  /// The groups among `images`, which ascend.
  private static func groups(
    _ images: [Int], _ sets: inout DisjointSets, _ keyOf: (Int) -> String
  ) -> DuplicateGroups {
    var members: [Int: (count: Int, first: [Int])] = [:]
    for image in images {
      let root = sets.root(of: image)
      // Most images are alone: only what joins a group is written down.
      guard root != image else { continue }
      var group = members[root] ?? (1, [root])
      group.count += 1
      if group.first.count < keysShown { group.first.append(image) }
      members[root] = group
    }
    let ranked = members.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return DuplicateGroups(
      compared: images.count, groups: members.count,
      surplus: members.reduce(0) { $0 + $1.value.count - 1 },
      largest: ranked.first?.value.count ?? 0,
      samples: ranked.prefix(groupsShown).map { _, group in
        DuplicateGroup(images: group.count, keys: group.first.map(keyOf))
      })
  }

  /// The evaluation images that the data set has; `files` are in order.
  private func leaks(
    _ evaluation: [EvaluationImages.Image], _ keyOf: (Int) -> String
  ) -> EvaluationLeak {
    struct Match {
      let image: Int
      let place: Int
      let distance: Int?
    }
    var matches: [Match] = []
    var rest: [(place: Int, hash: UInt64)] = []
    for (place, image) in evaluation.enumerated() {
      guard let fingerprint = image.fingerprint else { continue }
      if let file = file(with: fingerprint.digest) {
        matches.append(Match(image: Int(file.image), place: place, distance: nil))
      } else if let hash = fingerprint.hash, hash != 0 {
        rest.append((place, hash))
      }
    }
    let exact = matches.count
    let nearest = NearHashes(hashes, distanceMax: distanceMax).nearest(to: rest.map(\.hash))
    for (query, found) in zip(rest, nearest) {
      guard let found else { continue }
      matches.append(
        Match(image: Int(hashed[found.place]), place: query.place, distance: found.distance))
    }
    matches.sort { ($0.distance ?? -1, $0.place) < ($1.distance ?? -1, $1.place) }
    return EvaluationLeak(
      images: evaluation.count, unreadable: evaluation.count { $0.fingerprint?.hash == nil },
      exact: exact, near: hasHashes ? matches.count - exact : nil,
      samples: matches.prefix(Self.matchesShown).map {
        EvaluationMatch(
          evaluation: evaluation[$0.place].name, key: keyOf($0.image), distance: $0.distance)
      })
  }

  private func file(with digest: ImageFingerprint.Digest) -> File? {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].digest < digest { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].digest == digest ? files[low] : nil
  }
}
