import Foundation
import Records
import Testing

@testable import Reports

/// Average precision per class against pycocotools; see `scripts/golden/class_detections.py`.
struct ClassDetectionTests {
  private struct Golden: Decodable {
    struct Scene: Decodable {
      let id: UInt64
      let objects: [[Double]]
      let boxes: [[Double]]
    }
    let categories: [Int]
    let scenes: [Scene]
    let stats: [Double]
    /// Of each category: all, small, medium, large.
    let ap: [[Double?]]
    let ap50: [Double?]
    let recall: [Double?]
  }

  private let golden: Golden

  init() throws {
    let url = BundledScenes.root.appendingPathComponent(
      "Tests/Golden/reports/class_detections.json")
    golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  /// The scenes through the tally; 8 and 13 are novel, the others base.
  private func numbers(exactMax: Int) throws -> (DetectionQuality, [(Double, Double)?]) {
    let categories = golden.categories.map {
      Category(id: $0, name: "class \($0)", split: [8, 13].contains($0) ? "novel" : "base")
    }
    let matcher = CategoryMatcher(concepts: [], categories: categories, normalize: { $0 })
    var tally = DetectionTally(boxes: "regions", categories: categories, exactMax: exactMax)
    for scene in golden.scenes {
      let objects = scene.objects.map {
        GroundTruthBox(
          box: Self.box($0), categoryID: Int($0[4]), isCrowd: $0[5] == 1, area: $0[6])
      }
      let detections = try scene.boxes.map {
        DetectionTally.Detection(
          category: try #require(matcher.index(ofCategory: Int($0[4]))), box: Self.box($0),
          score: Float($0[5]))
      }
      tally.add(
        imageID: scene.id, imageArea: 640 * 480, detections: detections, withoutCategory: 1,
        objects: objects, matcher: matcher)
    }
    let numbers = try #require(tally.numbers())
    return (numbers.quality, numbers.ofCategory.map { $0.map { ($0.mean, $0.at50) } })
  }

  private static func box(_ numbers: [Double]) -> Box {
    Box(
      x: Float(numbers[0]), y: Float(numbers[1]), width: Float(numbers[2]),
      height: Float(numbers[3]))
  }

  private func agree(_ found: Double?, _ expected: Double?, _ what: String) {
    guard let found, let expected else {
      #expect((found == nil) == (expected == nil), "\(what)")
      return
    }
    #expect(abs(found - expected) < 1e-12, "\(what): \(found), expected \(expected)")
  }

  @Test func `each class and the means equal pycocotools', with crowds, areas and ties`() throws {
    let (quality, ofCategory) = try numbers(exactMax: 1_000_000)
    #expect(quality.isExact)
    #expect(quality.withoutCategory == golden.scenes.count)
    for (place, category) in golden.categories.enumerated() {
      agree(ofCategory[place]?.0, golden.ap[place][0], "AP of \(category)")
      agree(ofCategory[place]?.1, golden.ap50[place], "AP50 of \(category)")
    }
    let all = try #require(quality.group("all"))
    for (found, place) in [
      (all.ap, 0), (all.ap50, 1), (all.ap75, 2), (all.apSmall, 3), (all.apMedium, 4),
      (all.apLarge, 5), (all.recall, 8),
    ] {
      agree(found, golden.stats[place], "stats[\(place)]")
    }
    #expect(all.classes == 4, "the class without objects does not count")
  }

  @Test func `base and novel means are over their own classes`() throws {
    let (quality, _) = try numbers(exactMax: 1_000_000)
    let base = try #require(quality.group("base"))
    let novel = try #require(quality.group("novel"))
    #expect(base.classes == 3 && novel.classes == 1)
    let ofBase = [0, 1, 4].compactMap { golden.ap[$0][0] }
    agree(base.ap, ofBase.reduce(0, +) / 3, "base")
    agree(novel.ap, golden.ap[2][0], "novel")
    agree(novel.recall, golden.recall[2], "recall of novel")
  }

  @Test func `with folded scores the numbers stay close and say that they are not exact`() throws {
    let (exact, _) = try numbers(exactMax: 1_000_000)
    let (folded, _) = try numbers(exactMax: 40)
    #expect(!folded.isExact)
    #expect(folded.detections == exact.detections)
    // Scores of 1/64 keep their bins apart, so only the order of ties can differ.
    let difference = try #require(folded.group("all")?.ap50) - #require(exact.group("all")?.ap50)
    #expect(abs(difference) < 0.02)
    agree(folded.group("all")?.recall, exact.group("all")?.recall, "recall needs no order")
  }
}
