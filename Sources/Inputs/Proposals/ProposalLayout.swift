import Codecs
import Foundation

/// The formats of proposal files, told from their content.
enum ProposalLayout: String {
  /// An array of objects, a box or an image each.
  case cocoResults = "COCO results"
  /// An object with `images` and `annotations`.
  case cocoAnnotations = "COCO annotations"
  /// Objects one after another, a box or an image each.
  case jsonLines = "JSON lines"
  case commaSeparated = "CSV"
  case tabSeparated = "TSV"
  /// Rows `class score x1 y1 x2 y2`, a file for each image.
  case mavlText = "MAVL text"

  private static let expected =
    "COCO results or annotations, JSON lines, CSV or TSV with a header, or MAVL's text files"

  /// Looks at the first bytes of a file; a folder is one of MAVL's text files.
  ///
  /// - Throws: `InputError.pickle` and `.unknownProposals`, and what reading the start throws.
  static func recognized(_ path: String) throws -> ProposalLayout {
    guard path != CaptionSource.standardInput else {
      throw InputError.unreadable(path: path, reason: "a proposal file is read more than once")
    }
    if FileManager.default.fileExists(atPath: path + "/.") { return .mavlText }
    var stream = try ByteStream(path: path)
    try refusePickle(stream)
    while let byte = try stream.peek(), [0x20, 0x09, 0x0d, 0x0a].contains(byte) {
      if byte == 0x0a { stream.advanceLine() } else { stream.advance() }
    }
    switch try stream.peek() {
    case UInt8(ascii: "["): return .cocoResults
    case UInt8(ascii: "{"): return try document(JSONReader(stream))
    default: return try table(stream)
    }
  }

  /// Python's pickles of protocol 2 to 5, torch's zip files, and pickles of protocol 0.
  private static func refusePickle(_ start: ByteStream) throws {
    var stream = start
    var bytes: [UInt8] = []
    while bytes.count < 4, let byte = try stream.peek() {
      bytes.append(byte)
      stream.advance()
    }
    guard bytes.count > 2 else { return }
    let isBinary = bytes[0] == 0x80 && (2...5).contains(bytes[1])
    let isZip = bytes.starts(with: [0x50, 0x4b, 0x03, 0x04])
    let isText = ["(dp", "(lp", "(tp", "ccol"].contains { bytes.starts(with: $0.utf8) }
    if isBinary || isZip || isText { throw InputError.pickle(path: start.path) }
  }

  private static func document(_ start: JSONReader) throws -> ProposalLayout {
    var reader = start
    var object = try reader.openObject()
    while let key = try reader.nextKey(of: &object) {
      if ["images", "annotations", "categories"].contains(key) { return .cocoAnnotations }
      if JSONProposals.isRecordKey(key) { return .jsonLines }
      try reader.skip()
    }
    throw InputError.unknownProposals(
      path: start.stream.path, expected: expected,
      found: "an object without 'images', 'annotations', 'bbox' or 'boxes'")
  }

  private static func table(_ start: ByteStream) throws -> ProposalLayout {
    var stream = start
    var bytes: [UInt8] = []
    _ = try stream.line(into: &bytes)
    guard let line = String(validating: bytes.prefix(1024), as: UTF8.self) else {
      throw InputError.unknownProposals(
        path: start.path, expected: expected,
        found: "bytes that are no text: 0x\(Array(bytes.prefix(8)).lowercaseHex)")
    }
    let words = line.split(whereSeparator: \.isWhitespace)
    if words.count == 6, words.allSatisfy({ Double($0) != nil }) { return .mavlText }
    if line.contains("\t") { return .tabSeparated }
    if line.contains(",") { return .commaSeparated }
    throw InputError.unknownProposals(
      path: start.path, expected: expected, found: "'\(line.prefix(60))'")
  }
}
