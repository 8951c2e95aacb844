import Foundation
import Records
import Testing

@testable import Reports

struct GalleryTests {
  @Test func `the few best of a stream are those of the sorted whole`() {
    var random = SplitMix(seed: 11)
    for limit in 0...6 {
      for count in 0...20 {
        let ranks = (0..<count).map { _ in
          BestFew<Int>.Rank(value: Double(random.next() % 5), tie: random.next())
        }
        var few = BestFew<Int>(limit: limit)
        for (index, rank) in ranks.enumerated() { few.offer(rank) { index } }
        let expected = ranks.indices.sorted { ranks[$0] > ranks[$1] }.prefix(limit)
        #expect(few.elements == Array(expected), "limit \(limit), count \(count)")
      }
    }
  }

  @Test func `a rank that is no number is refused`() {
    var few = BestFew<Int>(limit: 2)
    few.offer(.init(value: .nan, tie: 0)) { 1 }
    #expect(few.elements.isEmpty)
  }

  @Test func `every image is shown once and the kinds are full`() throws {
    let finished = try PageTests.finished(settings: ReportSettings(seed: 1, picturesPerKind: 6))
    let keys = finished.gallery.flatMap(\.images).map(\.key)
    #expect(keys.count == 24)
    #expect(Set(keys).count == 24)
  }

  @Test func `the seed changes the random pictures and nothing else`() throws {
    let one = try PageTests.finished(settings: ReportSettings(seed: 1))
    let two = try PageTests.finished(settings: ReportSettings(seed: 2))
    #expect(one.report == two.report)
    let random = [one, two].map { $0.gallery.last?.images.map(\.key) ?? [] }
    #expect(random[0] != random[1])
  }

  @Test func `random pictures are spread evenly over the list`() {
    // 4,000 keys, the 400 smallest hashes of 20 seeds: each tenth of the list holds a tenth of them.
    var tenths = Array(repeating: 0, count: 10)
    for seed in 0..<20 {
      let hash = SeededHash(seed: UInt64(seed))
      let order = (0..<4_000).sorted {
        hash.hash(ImageKey("\($0).jpg")) < hash.hash(ImageKey("\($1).jpg"))
      }
      for index in order.prefix(400) { tenths[index / 400] += 1 }
    }
    // Binomial with mean 800 and a standard deviation of about 26.
    for count in tenths { #expect(abs(count - 800) < 130, "\(tenths)") }
  }

  @Test func `nothing found is not among the best, nothing missed not among the worst`() throws {
    let finished = try PageTests.finished(settings: ReportSettings(picturesPerKind: 200))
    for (kind, images) in finished.gallery where kind == .best || kind == .worst {
      #expect(!images.isEmpty)
      for image in images {
        let hits = try #require(image.right ?? image.found)
        #expect(kind == .best ? hits.hits > 0 : hits.hits < hits.total, "\(image.key)")
      }
    }
  }

  @Test func `best pictures are better than worst ones`() throws {
    let finished = try PageTests.finished(settings: ReportSettings())
    func share(_ kind: GalleryImage.Kind) throws -> Double {
      let images = try #require(finished.gallery.first { $0.kind == kind }?.images)
      return images.compactMap { $0.right?.value }.reduce(0, +) / Double(images.count)
    }
    #expect(try share(.best) > 0.9)
    #expect(try share(.worst) < 0.5)
  }

  @Test func `regions that found an object are drawn before the others`() throws {
    let finished = try PageTests.finished(settings: ReportSettings())
    for image in finished.gallery.flatMap(\.images) {
      let found = try #require(image.found)
      let drawn = image.regions.count { $0.isRight != nil }
      #expect(drawn >= min(found.hits, GalleryPicker.regionsMax) - 1, "\(image.key)")
      #expect(image.regions.map(\.score) == image.regions.map(\.score).sorted(by: >))
    }
  }

  @Test func `pictures stop at the limit of bytes and the page says so`() throws {
    let settings = ReportSettings(pictureBytesMax: 60_000)
    let finished = try PageTests.finished(settings: settings)
    let files = try finished.files(load: BundledScenes.load)
    let pictures = PictureSet(of: finished, load: BundledScenes.load)
    let bytes = (Array(pictures.pictures.values) + pictures.crops.values).map(\.utf8.count)
    #expect(bytes.reduce(0, +) <= 60_000 && !bytes.isEmpty)
    #expect(files.html.utf8.count < 700_000)
    #expect(files.html.contains("This image could not be shown."))
  }

  @Test func `each image is loaded once`() throws {
    let finished = try PageTests.finished(settings: ReportSettings())
    var loaded: [ImageKey: Int] = [:]
    _ = PictureSet(of: finished) { key in
      loaded[key, default: 0] += 1
      return PixelImage(width: 2, height: 2, rgb: Array(repeating: 0, count: 12))
    }
    #expect(loaded.count > 24)
    #expect(loaded.values.allSatisfy { $0 == 1 })
  }

  @Test func `a box over a picture stands where it is in the image`() {
    let image = GalleryImage(
      key: ImageKey("a"), width: 320, height: 200, captions: [], spans: [],
      regions: [
        .init(
          box: Box(x1: 10, y1: 20, x2: 110.5, y2: 70), score: 1, concepts: [("cat", 0.3)],
          maxProbability: nil, isRight: true)
      ], regionsTotal: 1, objects: [], found: nil, right: nil, meanProbability: nil)
    let markup = BoxOverlay(image: image, address: nil).markup
    #expect(markup.contains("viewBox=\"0 0 320 200\""))
    #expect(
      markup.contains(
        "<rect x=\"10\" y=\"20\" width=\"100.5\" height=\"50\" class=\"box right\" data-r=\"1\">"))
  }
}
