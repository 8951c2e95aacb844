import Codecs
import Foundation
import Records

/// MAVL's text files: rows `class score x1 y1 x2 y2`, one file for each image, named after it.
struct MAVLTextProposals {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Reads a folder, or the file of one image; returns the digest of names and bytes.
  func read(into sink: inout ProposalSink) throws -> SHA256Digest {
    guard FileManager.default.fileExists(atPath: path + "/.") else {
      return try read(path, into: &sink)
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".txt") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw InputError.unreadable(path: path, reason: "\(error)")
    }
    guard !names.isEmpty else {
      throw InputError.unknownProposals(
        path: path, expected: "a folder of .txt files, one for each image", found: "none")
    }
    var hasher = SHA256Hasher()
    for name in names {
      let digest = try read("\(path)/\(name)", into: &sink)
      hasher.update(Array("\(name)\n\(digest.hex)\n".utf8)[...])
    }
    return hasher.digest
  }

  private func read(_ file: String, into sink: inout ProposalSink) throws -> SHA256Digest {
    let stem = String(decoding: ImageKey(file).stem, as: UTF8.self)
    let position = sink.position(of: .name(stem), isWhole: true)
    let content = try FileContent(path: file, check: sink.check)
    var stream: ByteStream
    do {
      stream = try ByteStream(source: content, path: file)
    } catch InputError.empty {
      return content.stored.digest
    }
    var bytes: [UInt8] = []
    while true {
      let place = stream.position
      let line = try stream.line(into: &bytes)
      if line == .end { return content.stored.digest }
      let fields = bytes.split { $0 == 0x20 || $0 == 0x09 }
      guard line == .cut || !fields.isEmpty else { continue }
      let numbers = fields.prefix(7).compactMap(DecimalText.value)
      guard line == .whole, fields.count == 6, numbers.count == 6 else {
        let found = String(decoding: bytes.prefix(60), as: UTF8.self)
        sink.reject(
          .malformedRow, "\(stem): expected `class score x1 y1 x2 y2`, found '\(found)'", at: place)
        continue
      }
      try sink.add(
        ProposalSink.Row(numbers: Array(numbers[2...]), score: numbers[1], format: .xyxy),
        to: position, at: place)
    }
  }
}
