import Records
import Testing

@testable import Reports

struct ClassExamplesTests {
  @Test func `examples of a class are its own objects and of the kind they claim`() throws {
    let data = try BundledScenes(seed: 1)
    let finished = try PageTests.finished(settings: ReportSettings(seed: 5))
    #expect(finished.classStrips.count > 100)
    let scenes = Dictionary(uniqueKeysWithValues: data.scenes.map { ($0.image.key, $0) })
    var kinds: Set<ClassExamples.Kind> = []
    for strip in finished.classStrips {
      for example in strip.examples {
        kinds.insert(example.kind)
        let object = data.truth.boxes[example.key]?.first { $0.box == example.box }
        #expect(object?.categoryID == strip.id)
        let scene = try #require(scenes[example.key])
        // The first source's boxes are the objects' own.
        let own = try #require(
          scene.regions.boxes.indices.first {
            scene.regions.sources[$0] == 0 && scene.regions.boxes[$0] == example.box
          })
        let nearest = scene.labels.conceptIDs[own * 5]
        #expect(example.nearest?.concept == nearest)
        #expect((data.concepts[Int(nearest)].name == strip.name) == (example.kind == .right))
      }
      let wrong = strip.examples.count { $0.kind == .wrong }
      #expect(wrong == min(6, strip.top1.total - strip.top1.hits))
    }
    #expect(kinds == [.wrong, .right])
    let wrong = finished.classStrips.map { $0.top1.total - $0.top1.hits }
    #expect(wrong == wrong.sorted(by: >))
  }

  @Test func `an object without a region is an example of a miss`() {
    let key = ImageKey("a.jpg")
    let object = GroundTruthBox(
      box: Box(x1: 0, y1: 0, x2: 9, y2: 9), categoryID: 7, isCrowd: false)
    let matcher = CategoryMatcher(
      concepts: [], categories: [Category(id: 7, name: "cat")], normalize: { $0 })
    let overlaps = ImageOverlaps(boxes: [], isOwn: [], objects: [object])
    var examples = ClassExamples(classes: 1, seed: 0)
    examples.offer(
      key: key,
      verdict: ImageVerdict(
        overlaps: overlaps, allObjects: [object], isRight: [], right: nil, found: Proportion()),
      labels: LabelRecord(
        imageID: 1, key: key, conceptsPerRegion: 0, conceptIDs: [], cosines: [], logSumExp: [],
        maxProbability: [], imageLabels: [], classBoxes: []), matcher: matcher)
    #expect(examples.examples(ofClass: 0).map(\.kind) == [.missed])
  }
}
