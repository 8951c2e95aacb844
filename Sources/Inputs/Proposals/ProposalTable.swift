import Codecs
public import Records

/// The boxes of a file by image.
///
/// Up to a million boxes lie in memory; more lie in an unnamed scratch file and are read as they are
/// asked for, which takes 8 bytes of memory for each image of the list.
public struct ProposalTable: Sendable {
  /// A box with its score.
  public struct Entry: Hashable, Sendable {
    /// Where, in pixels; parts of the image's sides in a table of relative boxes.
    public var box: Box
    /// Score in 0...1.
    public var score: Float
    /// Raw logit; the score itself where there is none.
    public var logit: Float

    static func ranksBefore(_ left: Entry, _ right: Entry) -> Bool {
      Proposal.ranksBefore(left.proposal, right.proposal)
    }

    private var proposal: Proposal { Proposal(box: box, score: score, logit: logit, source: 0) }
  }

  /// Whether boxes are parts of the image's sides.
  public let isRelative: Bool
  private let images: [InputImage]
  private let rows: ProposalRows

  init(images: [InputImage], isRelative: Bool, rows: ProposalRows) {
    self.images = images
    self.isRelative = isRelative
    self.rows = rows
  }

  /// The best-scored boxes of an image, best first, and how many there are in all.
  ///
  /// Memory is twice `limit` boxes and one chunk, however many the image has. Any number of threads
  /// may ask at once.
  ///
  /// - Throws: `FileError`.
  public func best(_ limit: Int, of key: ImageKey) throws -> (entries: [Entry], total: Int) {
    var (low, high) = (0, images.count)
    while low < high {
      let middle = (low + high) / 2
      if images[middle].key < key { low = middle + 1 } else { high = middle }
    }
    guard low < images.count, images[low].key == key else { return ([], 0) }
    var best: [Entry] = []
    let range = rows.range(of: low)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: ProposalRows.chunkRows) {
      best += try rows.entries(first..<min(first + ProposalRows.chunkRows, range.upperBound))
      guard best.count > 2 * limit else { continue }
      best.sort(by: Entry.ranksBefore)
      best.removeLast(best.count - limit)
    }
    best.sort(by: Entry.ranksBefore)
    return (Array(best.prefix(limit)), range.count)
  }
}

/// Rows of six words, sorted by image.
struct ProposalRows: Sendable {
  /// Where the rows lie.
  enum Storage: Sendable {
    case memory([UInt32])
    case file(RandomAccessFile)
  }

  static let chunkRows = 1 << 14

  /// First row of each image, and the number of rows.
  let starts: [Int]
  let storage: Storage

  func range(of image: Int) -> Range<Int> { starts[image]..<starts[image + 1] }

  func entries(_ range: Range<Int>) throws -> [ProposalTable.Entry] {
    let width = ProposalSorter.payload
    let words: ArraySlice<UInt32>
    switch storage {
    case .memory(let all): words = all[range.lowerBound * width..<range.upperBound * width]
    case .file(let file):
      let bytes = try file.read(count: range.count * width * 4, at: range.lowerBound * width * 4)
      words = LittleEndianColumn.values(of: bytes[...], as: UInt32.self)[...]
    }
    return stride(from: words.startIndex, to: words.endIndex, by: width).map { row in
      let n = (row..<row + width).map { Float(bitPattern: words[$0]) }
      return ProposalTable.Entry(
        box: Box(x1: n[0], y1: n[1], x2: n[2], y2: n[3]), score: n[4], logit: n[5])
    }
  }
}
