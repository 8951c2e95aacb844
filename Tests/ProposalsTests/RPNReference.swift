import Codecs
import Foundation
import Kernels
import Proposals
import Records
import Testing

/// What a project's own code proposed for some images; see `scripts/golden/rpn.py`.
struct RPNReference {
  let folder: URL
  private let file: SafetensorsFile

  init(_ folder: URL) throws {
    self.folder = folder
    file = try SafetensorsFile(path: folder.appending(path: "expected.safetensors").path)
  }

  var count: Int { file.names.count { $0.hasSuffix(".image") } }

  func image(_ index: Int) throws -> PixelImage {
    let shape = file.tensors["\(index).image"]?.shape ?? []
    return PixelImage(
      width: shape[1], height: shape[0], rgb: try file.floats("\(index).image").map { UInt8($0) })
  }

  func boxes(_ index: Int) throws -> [Box] {
    let edges = try file.floats("\(index).boxes")
    return stride(from: 0, to: edges.count, by: 4).map {
      Box(x1: edges[$0], y1: edges[$0 + 1], x2: edges[$0 + 2], y2: edges[$0 + 3])
    }
  }

  /// Probabilities of torchvision, logits of detectron2.
  func scores(_ index: Int) throws -> [Float] { try file.floats("\(index).scores") }
}

/// How far found proposals are from expected ones.
struct RPNDifference {
  /// Expected boxes with none within the limit at their place, nor at one whose score is tied.
  var missing = 0
  /// Expected boxes found at another place, whose score is tied with theirs.
  var swapped = 0
  /// Largest distance of an edge of those found, in pixels.
  var edge: Float = 0
  /// Largest difference of a score.
  var score: Float = 0

  /// Compares in the order given; scores within `tie` of each other may stand in either order.
  init(
    _ found: [(box: Box, score: Float)], _ expected: [(box: Box, score: Float)], tie: Float
  ) {
    for (index, wanted) in expected.enumerated() {
      let near = [index] + (max(0, index - 9)..<min(found.count, index + 10))
      let match = near.first { place in
        place < found.count && abs(found[place].score - wanted.score) <= tie
          && Self.distance(found[place].box, wanted.box) <= 0.01
      }
      guard let match else {
        missing += 1
        continue
      }
      swapped += match == index ? 0 : 1
      edge = max(edge, Self.distance(found[match].box, wanted.box))
      score = max(score, abs(found[match].score - wanted.score))
    }
  }

  private static func distance(_ a: Box, _ b: Box) -> Float {
    max(max(abs(a.x1 - b.x1), abs(a.y1 - b.y1)), max(abs(a.x2 - b.x2), abs(a.y2 - b.y2)))
  }
}

/// Networks of true size, made by hand: `scripts/golden/rpn.py --true-size FOLDER IMAGE...`.
struct RPNReferenceTests {
  static let folder = ProcessInfo.processInfo.environment["PSEUDOBOX_RPN_REFERENCE"]

  @Test(.enabled(if: folder != nil)) func `Networks of true size propose what theirs do`() throws {
    let root = URL(filePath: Self.folder ?? "")
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    for name in names {
      let reference = try RPNReference(root.appending(path: name))
      let model = try RPNModel(folder: reference.folder.path)
      for index in 0..<reference.count {
        let found = try model.detect(try reference.image(index))
        let expected = zip(try reference.boxes(index), try reference.scores(index))
        let isProbability = name.hasPrefix("torchvision")
        let difference = RPNDifference(
          found.map { ($0.box, isProbability ? sigmoid($0.logit) : $0.logit) },
          expected.map { ($0, $1) }, tie: 1e-3)
        print(
          "\(name) image \(index): \(found.count) found, \(try reference.boxes(index).count) "
            + "expected; \(difference)")
        #expect(difference.missing * 200 <= found.count)
      }
    }
  }
}
