import Codecs
import Foundation
import Records

/// Writes a frozen list, image by image in plan order.
///
/// Up to `memoryMax` bytes stay in memory; beyond that they go to a scratch file.
struct FrozenListWriter {
  static let memoryMax = 8 << 20

  private let scratch: String
  private let compressor = ZstdCompressor(level: 3)
  private var buffer = FrozenList.magic
  private var file: ScratchFile?
  private var written = 0
  private var frame = ListEncoder()
  private var frameCount = 0
  private var table: [UInt8] = []
  private var frames = 0

  init(scratch: String) {
    self.scratch = scratch
  }

  mutating func append(_ image: InputImage) throws {
    frame.append(image)
    frameCount += 1
    if frameCount == FrozenList.frameImages { try endFrame() }
  }

  /// Ends the list; `path` is where it will be published.
  mutating func finish(_ facts: FrozenListFacts, path: String) throws -> FrozenList {
    if frameCount > 0 { try endFrame() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = Array(try encoder.encode(FrozenListFooter(facts)))
    let start = written + buffer.count
    let numbers = [start, frames, start + table.count, json.count].map(UInt64.init)
    var end = table + json + LittleEndianColumn.bytes(of: numbers)
    end += SHA256Digest(of: end).bytes + FrozenList.magic
    buffer += end
    guard file != nil else { return try FrozenList(.memory(buffer), path: path) }
    try flush()
    guard let finished = try file?.finish() else { preconditionFailure("it is there") }
    file = nil
    return try FrozenList(.file(finished), path: path)
  }

  private mutating func endFrame() throws {
    let packed = try compressor.frame(of: frame.bytes)
    guard frame.bytes.count <= FrozenList.frameBytesMax else {
      throw InputError.unreadable(
        path: "the captions",
        reason: "more than \(FrozenList.frameBytesMax) bytes for \(frameCount) images")
    }
    table += LittleEndianColumn.bytes(of: [UInt64(written + buffer.count)])
    table += LittleEndianColumn.bytes(of: [UInt32(packed.count), UInt32(frame.bytes.count)])
    buffer += packed
    frames += 1
    frame = ListEncoder()
    frameCount = 0
    if buffer.count > Self.memoryMax { try flush() }
  }

  private mutating func flush() throws {
    if file == nil {
      try PosixFileSystem().createDirectories(scratch)
      file = try ScratchFile(directory: scratch, name: "inputs.list")
    }
    try file?.write(buffer)
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
