import Codecs
import Inputs
import Records

/// A file of proposals as a source of them.
struct FileProposer: Sendable {
  let table: ProposalTable
  /// Most boxes of one image, the best-scored.
  let top: Int
  /// Which picture the boxes belong to.
  let frame: OrientationRule
  /// Which picture the run looks at.
  let orientation: OrientationRule
  let source: UInt8

  /// The boxes of an image in its pixels, and how many more the file has; `tag` says how the stored
  /// picture is turned upright.
  ///
  /// - Throws: `FileError` when the scratch file cannot be read.
  func propose(_ image: PixelImage, tag: ImageOrientation, key: ImageKey) throws
    -> (found: [Proposal], withheld: Int)
  {
    let turn: ImageOrientation =
      frame == orientation ? .topLeft : frame == .ignore ? tag : tag.inverse
    // Sides of the picture that the boxes belong to.
    let (width, height) =
      turn.swapsSides ? (image.height, image.width) : (image.width, image.height)
    let unit = table.isRelative ? (x: Float(width), y: Float(height)) : (x: 1, y: 1)
    let (entries, total) = try table.best(top, of: key)
    let found = entries.map { entry in
      let box = entry.box
      let pixels = Box(
        x1: box.x1 * unit.x, y1: box.y1 * unit.y, x2: box.x2 * unit.x, y2: box.y2 * unit.y)
      return Proposal(
        box: turn.upright(pixels, width: width, height: height), score: entry.score,
        logit: entry.logit, source: source)
    }
    return (found, total - found.count)
  }
}
