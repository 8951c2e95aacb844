import Proposals
import Records
import Testing

struct ProposerTests {
  private let image = PixelImage(width: 40, height: 20, rgb: [UInt8](repeating: 9, count: 2400))
  private let key = ImageKey("x/y.jpg")

  @Test func `The whole image is one box`() {
    let proposals = WholeImageProposer(source: 2).propose(image, key: key)
    #expect(
      proposals == [
        Proposal(box: Box(x1: 0, y1: 0, x2: 40, y2: 20), score: 1, logit: 1, source: 2)
      ])
  }

  @Test func `Grid windows cover the image and overlap by half`() {
    for grid in 1...8 {
      let boxes = GridProposer(grids: [grid], source: 0).propose(image, key: key).map(\.box)
      #expect(boxes.count == grid * grid)
      #expect(boxes.map(\.x1).min() == 0 && boxes.map(\.y1).min() == 0)
      #expect(abs((boxes.map(\.x2).max() ?? 0) - 40) < 1e-3)
      #expect(abs((boxes.map(\.y2).max() ?? 0) - 20) < 1e-3)
      if grid > 1 {
        let shared = boxes[0].intersection(with: boxes[1])
        #expect(abs(shared - boxes[0].area / 2) < 1e-2)
      }
    }
  }

  @Test func `Known boxes come by key, crowds are left out`() {
    let box = Box(x1: 1, y1: 2, x2: 3, y2: 4)
    let truth = GroundTruth(
      categories: [],
      boxes: [
        key: [
          GroundTruthBox(box: box, categoryID: 1, isCrowd: false),
          GroundTruthBox(box: box, categoryID: 2, isCrowd: true),
        ]
      ])
    let known = KnownBoxes(groundTruth: truth, source: 4)
    #expect(
      known.propose(image, key: key) == [Proposal(box: box, score: 1, logit: 1, source: 4)])
    #expect(known.propose(image, key: ImageKey("other")).isEmpty)
    let imported = KnownBoxes(
      boxes: [key: [KnownBoxes.Entry(box: box, score: 0.5, logit: -3)]], source: 1)
    #expect(
      imported.propose(image, key: key) == [
        Proposal(box: box, score: 0.5, logit: -3, source: 1)
      ])
  }

  @Test func `Random boxes lie on the grid, differ between images and reach every cell`() {
    let proposer = RandomBoxProposer(count: 4000, grid: 4, seed: 3, source: 5)
    let proposals = proposer.propose(image, key: key)
    #expect(proposals == proposer.propose(image, key: key))
    #expect(proposals.map(\.box) != proposer.propose(image, key: ImageKey("x/z.jpg")).map(\.box))
    let other = RandomBoxProposer(count: 400, grid: 4, seed: 4, source: 5)
    #expect(proposals != other.propose(image, key: key))
    var starts: Set<[Float]> = []
    var isWhole = false
    for box in proposals.map(\.box) {
      let cells = [box.x1 / 10, box.y1 / 5, box.x2 / 10, box.y2 / 5]
      #expect(cells == cells.map { $0.rounded() } && box.width >= 10 && box.height >= 5)
      #expect(box.x2 <= 40 && box.y2 <= 20)
      starts.insert([cells[0], cells[1]])
      isWhole = isWhole || cells == [0, 0, 4, 4]
    }
    #expect(starts.count == 16 && isWhole)
    #expect(proposals.count == 4000 && proposals.allSatisfy { $0.source == 5 })
  }
}
