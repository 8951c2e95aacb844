import Codecs
import Foundation
public import Records
import Synchronization

/// The images of a data set in plan order, frozen in one file, read a part at a time.
///
///     0    u8[8] "PBXLIST1"
///     8    frames: each a zstd frame of 256 images, the last of fewer
///     t    n entries of 16 bytes: u64 offset, u32 packed bytes, u32 content bytes
///     j    json: the facts
///     -72  u64 t, u64 n, u64 j, u64 bytes of json, u8[32] SHA-256 of everything from t to here
///     -8   u8[8] "PBXLIST1"
///
/// An image is: id, name, 1 and its location or 0, captions, classes; numbers are LEB128, strings
/// stand behind their length. Frames carry checksums of their own, so a worker that reads the frames
/// of one unit needs nothing else of the file but its end.
public final class FrozenList: Sendable {
  static let magic = Array("PBXLIST1".utf8)
  static let frameImages = 256
  static let trailerBytes = 72
  /// Most bytes of a frame's content.
  static let frameBytesMax = 1 << 30

  private struct Frame {
    var offset: Int
    var packed: Int
    var content: Int
  }

  /// Path for messages; that of a list not yet published names its future place.
  public let path: String
  /// What the list says of itself.
  public let facts: FrozenListFacts
  private let bytes: ListBytes
  private let frames: [Frame]
  /// The frame in which an image was last found by name.
  private let found = Mutex<[InputImage]>([])

  /// Opens a published list.
  ///
  /// - Throws: `FileError`, or `InputError.damagedList` for a file that is cut, of another version
  ///   or changed.
  public convenience init(path: String) throws {
    try self.init(.file(RandomAccessFile(path: path)), path: path)
  }

  init(_ bytes: ListBytes, path: String) throws {
    self.bytes = bytes
    self.path = path
    func damaged(_ found: String) -> InputError {
      .damagedList(path: path, found: found)
    }
    let size = bytes.count
    guard size >= Self.magic.count + Self.trailerBytes else {
      throw damaged("only \(size) bytes")
    }
    let trailer = try bytes.read(Self.trailerBytes, at: size - Self.trailerBytes)
    guard trailer.suffix(8).elementsEqual(Self.magic),
      try bytes.read(8, at: 0) == Self.magic
    else { throw damaged("a file without the marks of a list at both ends") }
    let numbers = LittleEndianColumn.values(of: trailer[..<32], as: UInt64.self)
      .map { Int(clamping: $0) }
    let (table, count, json, jsonBytes) = (numbers[0], numbers[1], numbers[2], numbers[3])
    let end = size - Self.trailerBytes
    guard table >= Self.magic.count, table <= end, count <= (end - table) / 16,
      json == table + count * 16, jsonBytes == end - json
    else { throw damaged("an end that does not fit its length") }
    let rest = try bytes.read(end - table + 32, at: table)
    guard SHA256Digest(of: rest).bytes.elementsEqual(trailer[32..<64]) else {
      throw damaged("an end whose checksum is wrong")
    }
    var frames: [Frame] = []
    for index in 0..<count {
      let entry = rest[16 * index..<16 * index + 16]
      let offset = LittleEndianColumn.values(of: entry.prefix(8), as: UInt64.self)[0]
      let sizes = LittleEndianColumn.values(of: entry.suffix(8), as: UInt32.self)
      let frame = Frame(
        offset: Int(clamping: offset), packed: Int(sizes[0]), content: Int(sizes[1]))
      guard frame.offset >= Self.magic.count, frame.offset <= table,
        frame.packed <= table - frame.offset, frame.content <= Self.frameBytesMax
      else { throw damaged("a frame that lies outside") }
      frames.append(frame)
    }
    let text = Data(rest[16 * count..<16 * count + jsonBytes])
    guard let footer = try? JSONDecoder().decode(FrozenListFooter.self, from: text),
      footer.version == FrozenListFooter.currentVersion, let facts = footer.facts
    else { throw damaged("facts of another version") }
    guard (facts.images + Self.frameImages - 1) / Self.frameImages == count else {
      throw damaged("\(count) frames for \(facts.images) images")
    }
    self.frames = frames
    self.facts = facts
  }

  /// Number of images.
  public var count: Int { facts.images }

  /// The images at `range` of the plan's order; reads the frames that hold them and no others.
  ///
  /// - Throws: `FileError`, or `InputError.damagedList` for a damaged frame.
  public func images(in range: Range<Int>) throws -> [InputImage] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "no such images")
    guard !range.isEmpty else { return [] }
    var images: [InputImage] = []
    images.reserveCapacity(range.count)
    let first = range.lowerBound / Self.frameImages
    let last = (range.upperBound - 1) / Self.frameImages
    for frame in first...last {
      let start = frame * Self.frameImages
      let all = try self.images(ofFrame: frame)
      let wanted = range.clamped(to: start..<start + all.count)
      images += all[wanted.lowerBound - start..<wanted.upperBound - start]
    }
    return images
  }

  /// The image called `key`; `nil` when the list has none of that name.
  ///
  /// Reads a frame for each halving of the list, or none where the last image asked for was near.
  public func image(named key: ImageKey) throws -> InputImage? {
    let last = found.withLock { $0 }
    if let first = last.first?.key, let end = last.last?.key, first <= key, key <= end {
      return last.first { $0.key == key }
    }
    var (low, high) = (0, frames.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      guard let first = try images(ofFrame: middle).first else { break }
      if key < first.key { high = middle } else { low = middle }
    }
    guard low < frames.count else { return nil }
    let images = try images(ofFrame: low)
    found.withLock { $0 = images }
    return images.first { $0.key == key }
  }

  /// Hands over all images in order, a frame of them in memory at a time, while `body` says so.
  public func forEach(_ body: (InputImage) throws -> Bool) throws {
    for frame in frames.indices {
      for image in try images(ofFrame: frame) {
        guard try body(image) else { return }
      }
    }
  }

  /// Reads everything; what is not as the list says, in words, or `nil`.
  ///
  /// - Throws: `FileError`, or `InputError.damagedList` for a damaged frame.
  public func check() throws -> String? {
    var digests = InputDigests()
    try forEach { image in
      digests.add(image)
      return true
    }
    if digests.list != facts.listDigest { return "its names and ids have another digest" }
    return digests.captions == facts.captionsDigest ? nil : "its captions have another digest"
  }

  /// Writes the list to `path` in place of an earlier one.
  ///
  /// - Throws: `FileError`.
  public func publish(at path: String) throws {
    let (directory, name) = DurableFile.directoryAndName(of: path)
    let file = try DurableFile(directory: directory, name: name)
    var offset = 0
    while offset < bytes.count {
      let piece = try bytes.read(min(1 << 20, bytes.count - offset), at: offset)
      try file.write(piece)
      offset += piece.count
    }
    try file.replace()
  }

  private func images(ofFrame index: Int) throws -> [InputImage] {
    let frame = frames[index]
    let expected = min(Self.frameImages, count - index * Self.frameImages)
    let content: [UInt8]
    do {
      content = try ZstdFrame.content(
        of: bytes.read(frame.packed, at: frame.offset)[...], contentSize: frame.content)
    } catch let error as ZstdError {
      throw InputError.damagedList(path: path, found: "in frame \(index): \(error)")
    }
    var decoder = ListDecoder(content)
    var images: [InputImage] = []
    while !decoder.isAtEnd, let image = decoder.image() { images.append(image) }
    guard decoder.isAtEnd, images.count == expected else {
      throw InputError.damagedList(
        path: path, found: "\(images.count) images in frame \(index), expected \(expected)")
    }
    return images
  }
}
