import Foundation
import Records
import ShardStore
import Testing

@testable import Reports

struct ComparisonTests {
  private static func side(_ data: BundledScenes, _ name: String) -> ComparedSet {
    ComparedSet(
      name: name, units: [], concepts: data.concepts, sources: PageTests.sources,
      settings: ["labels.temperature": name, "labels.top_concepts": "5"])
  }

  private static func pair(_ scene: BundledScenes.Scene) -> ComparedRecords.Pair {
    .init(regions: scene.regions, labels: scene.labels)
  }

  /// Compares the scenes of two seeds, of which `first` and `second` say which each side has.
  static func compared(
    _ a: BundledScenes, _ b: BundledScenes, first: (Int) -> Bool = { _ in true },
    second: (Int) -> Bool = { _ in true }, truth: Bool = true
  ) throws -> FinishedComparison {
    var builder = ComparisonBuilder(
      settings: ReportSettings(title: "Comparison"), first: side(a, "a"), second: side(b, "b"),
      groundTruth: truth ? a.truth : nil, normalize: { $0 })
    for place in a.scenes.indices where first(place) || second(place) {
      try builder.add(
        first: first(place) ? pair(a.scenes[place]) : nil,
        second: second(place) ? pair(b.scenes[place]) : nil)
    }
    return builder.finish()
  }

  private static func html(_ finished: FinishedComparison) throws -> String {
    let pictures = ComparisonPage.pictures(of: finished, load: BundledScenes.load)
    return try ComparisonPage.html(of: finished, pictures: pictures)
  }

  private static let data = Result { (try BundledScenes(seed: 1), try BundledScenes(seed: 2)) }

  @Test func `a label set against itself changes nothing`() throws {
    let (a, _) = try Self.data.get()
    let numbers = try Self.compared(a, a).numbers
    #expect(numbers.regions.changed.hits == 0)
    #expect(numbers.regions.both == a.scenes.reduce(0) { $0 + $1.regions.boxes.count })
    #expect(numbers.classes.allSatisfy { $0.mended == 0 && $0.broken == 0 })
    #expect(numbers.headlines.allSatisfy { $0.difference == 0 })
    #expect(numbers.concepts.rows.isEmpty && numbers.concepts.both == a.concepts.count)
    #expect(numbers.settings.map(\.key) == ["labels.temperature"])
  }

  @Test func `classes, regions and headlines equal a count by hand`() throws {
    let (a, b) = try Self.data.get()
    let finished = try Self.compared(a, b)
    let numbers = finished.numbers
    var right: [Int: (a: Int, b: Int, mended: Int, objects: Int)] = [:]
    var same = 0
    var changed = 0
    for (one, two) in zip(a.scenes, b.scenes) {
      func isRight(_ scene: BundledScenes.Scene, _ object: GroundTruthBox) -> Bool {
        // The first source's boxes are the objects' own, so each has one; the best is itself.
        let places = scene.regions.boxes.indices.filter { scene.regions.sources[$0] == 0 }
        let region = places.max {
          scene.regions.boxes[$0].iou(with: object.box)
            < scene.regions.boxes[$1].iou(with: object.box)
        }
        guard let region else { return false }
        let name = a.concepts[Int(scene.labels.conceptIDs[region * 5])].name
        return a.truth.categories.first { $0.id == object.categoryID }?.name == name
      }
      for object in a.truth.boxes[one.image.key] ?? [] where !object.isCrowd {
        let (x, y) = (isRight(one, object), isRight(two, object))
        var entry = right[object.categoryID] ?? (0, 0, 0, 0)
        entry.a += x ? 1 : 0
        entry.b += y ? 1 : 0
        entry.mended += !x && y ? 1 : 0
        entry.objects += 1
        right[object.categoryID] = entry
      }
      for (i, box) in one.regions.boxes.enumerated() {
        guard let j = two.regions.boxes.firstIndex(of: box) else { continue }
        same += 1
        changed += one.labels.conceptIDs[i * 5] == two.labels.conceptIDs[j * 5] ? 0 : 1
      }
    }
    #expect(numbers.classes.count == right.count)
    for change in numbers.classes {
      let expected = try #require(right[change.id])
      #expect(change.objects == expected.objects && change.rightFirst == expected.a)
      #expect(change.rightSecond == expected.b && change.mended == expected.mended)
      #expect(change.broken == expected.a - expected.b + expected.mended)
    }
    #expect(same > 1_000 && changed > 100)
    #expect(numbers.regions.changed == Proportion(hits: changed, total: same))
    let pairs = numbers.regions.pairs.reduce(0) { $0 + $1.regions }
    #expect(pairs + numbers.regions.otherPairs == changed)
    let moved = try #require(finished.moves.first)
    #expect(moved.change.mended + moved.change.broken >= 1 && !moved.examples.isEmpty)
    for example in moved.examples {
      #expect((example.first?.isRight ?? false) != (example.second?.isRight ?? false))
    }
  }

  @Test func `the other way round every difference has the other sign`() throws {
    let (a, b) = try Self.data.get()
    let (one, two) = (try Self.compared(a, b).numbers, try Self.compared(b, a).numbers)
    for (x, y) in zip(one.headlines, two.headlines) {
      #expect(x.name == y.name && x.first == y.second && x.second == y.first)
    }
    for (x, y) in zip(one.classes, two.classes) {
      #expect(x.mended == y.broken && x.broken == y.mended && x.rightFirst == y.rightSecond)
    }
    #expect(one.regions.changed == two.regions.changed)
  }

  @Test func `sides without a common image are told apart and side by side`() throws {
    let (a, b) = try Self.data.get()
    let finished = try Self.compared(a, b, first: { $0 < 20 }, second: { $0 >= 20 })
    let images = finished.numbers.images
    #expect(images.both == 0 && images.onlyFirst == 20)
    #expect(images.onlySecond == a.scenes.count - 20 && images.samples.count == 5)
    #expect(finished.numbers.classes.isEmpty && finished.numbers.regions.both == 0)
    #expect(finished.numbers.headlines.contains { $0.first != nil && $0.second != nil })
    #expect(try Self.html(finished).contains("no image in common"))
  }

  @Test func `without ground truth the page tells changes and says what it cannot`() throws {
    let (a, b) = try Self.data.get()
    let finished = try Self.compared(a, b, truth: false)
    #expect(finished.numbers.classes.isEmpty && finished.numbers.regions.changed.hits > 0)
    let html = try Self.html(finished)
    #expect(html.contains("which side is right"))
    #expect(!html.contains("id=\"classes\"") && html.contains("id=\"regions\""))
  }

  @Test func `concepts that came and went are counted by name`() throws {
    let (a, _) = try Self.data.get()
    var (first, second) = (Self.side(a, "a"), Self.side(a, "b"))
    first.concepts[0].name = "an old thing"
    second.concepts[1].name = "a new thing"
    second.concepts[2].name = "another"
    let builder = ComparisonBuilder(
      settings: ReportSettings(), first: first, second: second, groundTruth: nil,
      normalize: { $0 })
    let concepts = builder.finish().numbers.concepts
    // Each side lacks three names of the other: its own change and those that were changed there.
    #expect(concepts.both == a.concepts.count - 3)
    #expect(concepts.addedTotal == 3 && concepts.removedTotal == 3)
    #expect(concepts.rows.first { $0.name == "a new thing" }?.regionsFirst == nil)
  }

  @Test func `regions are compared by the names of their concepts, not by their numbers`() throws {
    let (a, b) = try Self.data.get()
    let expected = try Self.compared(a, b).numbers
    // The second side's pool the other way round, with its labels to match.
    var reversed = b
    let last = UInt32(b.concepts.count - 1)
    reversed.concepts.reverse()
    for place in reversed.scenes.indices {
      let ids = reversed.scenes[place].labels.conceptIDs
      reversed.scenes[place].labels.conceptIDs = ids.map { last - $0 }
    }
    let found = try Self.compared(a, reversed).numbers
    #expect(expected.regions.changed.hits > 100)
    #expect(found.regions.changed == expected.regions.changed)
    #expect(Set(found.regions.pairs.map(\.regions)) == Set(expected.regions.pairs.map(\.regions)))
    #expect(found.classes == expected.classes)
    #expect(found.concepts.rows.map(\.regionsSecond) == expected.concepts.rows.map(\.regionsSecond))
  }

  @Test(arguments: [
    ("abc", "bd"), ("bd", "abc"), ("", "ab"), ("ab", ""), ("abc", "abc"), ("ac", "b"),
  ])
  func `data sets are read in step by key, whatever their units`(
    one: String, two: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/compare-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let scenes = try Self.data.get().0
    func side(_ name: String, _ letters: String, unitImages: Int) throws -> ComparedSet {
      var side = Self.side(scenes, name)
      side.sources = PageTests.sources
      side.units = try TinyShards(folder: "\(folder)/\(name)", unitImages: unitImages)
        .write(letters.map { "\($0).jpg" })
      return side
    }
    var advances = 0
    let images = try DatasetComparison(
      settings: ReportSettings(), first: try side("a", one, unitImages: 1),
      second: try side("b", two, unitImages: 2), groundTruth: nil
    ).measure { advances += 1 }.numbers.images
    #expect(images.both == Set(one).intersection(two).count)
    #expect(images.onlyFirst == Set(one).subtracting(two).count)
    #expect(images.onlySecond == Set(two).subtracting(one).count)
    #expect(images.samples == Set(one).symmetricDifference(two).sorted().map { "\($0).jpg" })
    #expect(advances == Set(one).union(two).count)
  }

  @Test func `differences are called better and worse by what is better`() throws {
    for (value, moreIsBetter, kind) in [
      (0.1, true, "up"), (0.1, false, "down"), (-0.1, true, "down"), (-0.1, false, "up"),
      (0, true, ""), (0.1, nil, ""), (nil, true, ""),
    ] as [(Double?, Bool?, String)] {
      #expect(DifferenceText.kind(value, moreIsBetter: moreIsBetter) == kind)
    }
    let (a, b) = try Self.data.get()
    let headlines = try Self.compared(a, b).numbers.headlines
    func direction(_ name: String) throws -> Bool? {
      try #require(headlines.first { $0.name == name }, "\(name)").moreIsBetter
    }
    for name in [
      "recall, IoU 0.5, 50 boxes", "labels right on the best proposal, all",
      "classes with a concept",
    ] {
      #expect(try direction(name) == true, "\(name)")
    }
    for name in ["calibration error", "images rejected"] {
      #expect(try direction(name) == false, "\(name)")
    }
    for name in ["concepts", "regions", "mean max probability"] {
      #expect(try direction(name) == nil, "\(name)")
    }
  }

  @Test func `the share of labels kept is told only where the threshold is known`() throws {
    let (a, b) = try Self.data.get()
    func kept(_ threshold: Float?) throws -> HeadlineChange? {
      var builder = ComparisonBuilder(
        settings: ReportSettings(keepThreshold: threshold), first: Self.side(a, "a"),
        second: Self.side(b, "b"), groundTruth: nil, normalize: { $0 })
      for (one, two) in zip(a.scenes, b.scenes).prefix(5) {
        try builder.add(first: Self.pair(one), second: Self.pair(two))
      }
      return builder.finish().numbers.headlines.first { $0.name == "labels kept" }
    }
    #expect(try kept(nil) == nil)
    #expect(try #require(try kept(0.5)?.first) < 1)
  }

  @Test func `equal boxes pair up as often as both lists have them`() {
    // All lists of up to four boxes of two kinds.
    let kinds = [Box(x1: 0, y1: 0, x2: 1, y2: 1), Box(x1: 0, y1: 0, x2: 2, y2: 2)]
    let lists = (0...4).flatMap { count in
      (0..<(1 << count)).map { bits in (0..<count).map { kinds[bits >> $0 & 1] } }
    }
    for first in lists {
      for second in lists {
        let pairs = RegionChangeTally.sameBoxes(first, second)
        #expect(pairs.allSatisfy { first[$0.0] == second[$0.1] })
        #expect(Set(pairs.map(\.0)).count == pairs.count)
        #expect(Set(pairs.map(\.1)).count == pairs.count)
        let expected = kinds.reduce(0) { sum, kind in
          sum + min(first.count { $0 == kind }, second.count { $0 == kind })
        }
        #expect(pairs.count == expected)
      }
    }
  }

  @Test(arguments: Payloads.all)
  func `hostile names leave the tags of a comparison as they are`(payload: String) throws {
    #expect(try HTMLTags(Self.attacked(payload)).tags == HTMLTags(Self.attacked("x")).tags)
  }

  /// A comparison in which every text that a user, a file or a model gives is `text`.
  private static func attacked(_ text: String) throws -> String {
    let key = ImageKey(text)
    let box = Box(x1: 2, y1: 2, x2: 30, y2: 30)
    let truth = GroundTruth(
      categories: [Category(id: 1, name: text, split: text)],
      boxes: [key: [GroundTruthBox(box: box, categoryID: 1, isCrowd: false)]])
    let concepts = [
      Concept(name: text, occurrences: 1, images: 1, surfaceForms: [text], example: text),
      Concept(name: "other \(text)", occurrences: 1, images: 1, surfaceForms: [], example: text),
    ]
    func side(_ value: String) -> ComparedSet {
      ComparedSet(
        name: text, units: [], concepts: concepts, sources: [ReportSource(name: text)],
        settings: [text: value])
    }
    func pair(_ ids: [UInt32]) -> ComparedRecords.Pair {
      .init(
        regions: RegionRecord(
          imageID: 1, key: key, width: 64, height: 32, digest: [], boxes: [box], scores: [0.9],
          logits: [0], sources: [0], embeddingSize: 0, embeddings: []),
        labels: LabelRecord(
          imageID: 1, key: key, conceptsPerRegion: 2, conceptIDs: ids, cosines: [0.4, 0.3],
          logSumExp: [9], maxProbability: [0.9], imageLabels: [], classBoxes: []))
    }
    var builder = ComparisonBuilder(
      settings: ReportSettings(title: text), first: side(text), second: side("\(text) b"),
      groundTruth: truth, normalize: { _ in "x" })
    try builder.add(first: pair([0, 1]), second: pair([1, 0]))
    let finished = builder.finish()
    let image = PixelImage(width: 64, height: 32, rgb: Array(repeating: 90, count: 64 * 32 * 3))
    let pictures = ComparisonPage.pictures(of: finished) { _ in image }
    return try ComparisonPage.html(of: finished, pictures: pictures)
  }
}
