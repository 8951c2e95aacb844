import Codecs
import Foundation
import Testing

struct DecompressedReaderTests {
  static let golden = SharedData.root + "/Tests/Golden/gzip"

  /// What scripts/golden/gzip_files.py packed.
  static let text: [UInt8] = Array(
    (0..<20_000).map { "line \($0): a photo of \($0 % 7) cats\n" }.joined().utf8)

  let folder = TemporaryFolder()

  private func write(_ bytes: [UInt8], _ name: String = "file") throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func problem(_ read: () throws -> [UInt8]) throws -> CompressedFileError.Problem? {
    do {
      _ = try read()
      return nil
    } catch let error as CompressedFileError {
      #expect("\(error)".hasPrefix(error.path))
      return error.problem
    }
  }

  @Test(arguments: ["text.gz", "members.gz", "padded.gz"])
  func `a gzip file of Python gives its content in bounded chunks`(name: String) throws {
    let reader = try GzipReader(path: "\(Self.golden)/\(name)")
    var content: [UInt8] = []
    while case let chunk = try reader.read(), !chunk.isEmpty {
      #expect(chunk.count <= 1 << 18)
      content += chunk
    }
    #expect(content == Self.text)
    #expect(try reader.read().isEmpty)
  }

  @Test func `every truncation of a gzip file is told, and gives no more than the file has`() throws
  {
    let whole = try readFile("\(Self.golden)/members.gz", bytesMax: 1 << 20)
    let short = Array(whole.prefix(40)) + Array(whole.suffix(60))
    for (bytes, step) in [(whole, 2_997), (short, 1)] {
      for count in stride(from: 1, to: bytes.count, by: step) {
        let path = try write(Array(bytes.prefix(count)))
        switch try problem({ try GzipReader(path: path).readAll() }) {
        case .truncated(let bytes): #expect(bytes <= Self.text.count)
        // The two files end in, or are cut behind, a member of their own.
        case nil: #expect(count >= bytes.count - 20)
        case .corrupt: #expect(bytes.count == short.count)
        case let other: Issue.record("\(count) bytes: \(String(describing: other))")
        }
      }
    }
  }

  @Test func `no flipped bit of a gzip file goes unnoticed except in unchecked header fields`()
    throws
  {
    let whole = try readFile("\(Self.golden)/text.gz", bytesMax: 1 << 20)
    // Time, extra flags and system (bytes 4 to 9) are not under any checksum.
    let bits = Array(0..<32) + Array(stride(from: 80, to: whole.count * 8 - 64, by: 20_011))
    for bit in bits + Array(whole.count * 8 - 64..<whole.count * 8) {
      var flipped = whole
      flipped[bit / 8] ^= 1 << (bit % 8)
      let path = try write(flipped)
      let found = try problem { try GzipReader(path: path).readAll() }
      // Flag 1, FTEXT, says nothing about the bytes.
      #expect((found == nil) == (bit == 24), "bit \(bit): \(String(describing: found))")
    }
  }

  @Test func `a wrong checksum is named`() throws {
    var bytes = try readFile("\(Self.golden)/text.gz", bytesMax: 1 << 20)
    bytes[bytes.count - 8] ^= 1
    let path = try write(bytes)
    let found = try problem { try GzipReader(path: path).readAll() }
    #expect(
      found == .corrupt(contentBytes: Self.text.count, reason: "zlib: incorrect data check"))
  }

  @Test func `a bomb stops at the bound`() throws {
    let path = "\(Self.golden)/zeros.gz"
    let limit = 1 << 20
    let reader = try GzipReader(path: path, contentBytesMax: limit)
    var bytes = 0
    #expect(throws: CompressedFileError(path: path, problem: .tooLarge(contentBytesMax: limit))) {
      while case let chunk = try reader.read(), !chunk.isEmpty { bytes += chunk.count }
    }
    #expect(bytes <= limit)
    let all = try GzipReader(path: path, contentBytesMax: 32 << 20)
    while case let chunk = try all.read(), !chunk.isEmpty { #expect(!chunk.contains { $0 != 0 }) }
  }

  @Test func `other files are refused by their first bytes`() throws {
    let path = try write(Array("# a text".utf8))
    #expect(
      try problem { try GzipReader(path: path).readAll() }
        == .otherFormat(expected: "gzip", start: "2320612074657874"))
    #expect(
      try problem { try ZstdReader(path: path).readAll() }
        == .otherFormat(expected: "zstd", start: "2320612074657874"))
    let empty = try write([], "empty")
    #expect(
      try problem { try GzipReader(path: empty).readAll() }
        == .otherFormat(expected: "gzip", start: ""))
    #expect(
      try problem { try ZstdReader(path: empty).readAll() }
        == .otherFormat(expected: "zstd", start: ""))
    #expect(throws: FileError.self) { try GzipReader(path: folder.path) }
    #expect(throws: FileError.self) { try ZstdReader(path: folder.path + "/none") }
  }

  @Test func `what follows the content is an error unless it is padding`() throws {
    let gzip = try readFile("\(Self.golden)/text.gz", bytesMax: 1 << 20)
    let path = try write(gzip + [0, 0, 7])
    #expect(
      try problem { try GzipReader(path: path).readAll() }
        == .trailingBytes(offset: gzip.count + 2))
    let frame = try ZstdCompressor(level: 3).frame(of: Self.text)
    let other = try write(frame + [7, 7, 7, 7, 7, 7])
    #expect(
      try problem { try ZstdReader(path: other).readAll() } == .trailingBytes(offset: frame.count))
  }

  @Test func `zstd frames follow each other, skippable ones among them`() throws {
    let compressor = ZstdCompressor(level: 1)
    let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let noise = ZstdTests.noise(700_000, seed: 5)
    let parts = [Self.text, [], noise]
    var bytes = skippable
    for part in parts { bytes += try compressor.frame(of: part) + skippable }
    let path = try write(bytes)
    #expect(try ZstdReader(path: path).readAll() == Self.text + noise)
    let limit = Self.text.count + noise.count - 1
    #expect(
      try problem { try ZstdReader(path: path, contentBytesMax: limit).readAll() }
        == .tooLarge(contentBytesMax: limit))
  }

  @Test func `every truncation and damage of a zstd file is told`() throws {
    let content = Array(Self.text.prefix(3000))
    let frame = try ZstdCompressor(level: 3).frame(of: content)
    for count in 1..<frame.count {
      let path = try write(Array(frame.prefix(count)))
      let found = try problem { try ZstdReader(path: path).readAll() }
      #expect(found != nil, "\(count) of \(frame.count) bytes")
    }
    for bit in stride(from: 0, to: frame.count * 8, by: 3) {
      var flipped = frame
      flipped[bit / 8] ^= 1 << (bit % 8)
      let path = try write(flipped)
      if case let found = try? ZstdReader(path: path).readAll(), let found {
        // A flip in the header may leave the content as it is.
        #expect(found == content, "bit \(bit)")
      }
    }
  }

  @Test func `a zstd window beyond 128 MiB is refused`() throws {
    // A frame header that asks for a window of 2 GiB, then one raw block of a byte.
    let path = try write([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 9, 0, 0, 0x41])
    let found = try problem { try ZstdReader(path: path).readAll() }
    guard case .corrupt(0, let reason) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(reason.contains("too much memory"))
  }
}
