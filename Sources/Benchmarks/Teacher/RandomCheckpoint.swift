internal import Codecs
internal import Foundation

/// An open_clip folder of a true architecture with random weights: true speed and memory, no sense.
public struct RandomCheckpoint: Sendable {
  /// Which architecture.
  public let architecture: Architecture
  /// Equal seeds give equal bytes.
  public let seed: UInt64

  /// Describes a checkpoint; nothing is written yet.
  public init(_ architecture: Architecture, seed: UInt64 = 1) {
    self.architecture = architecture
    self.seed = seed
  }

  /// Floats made and written at a time.
  private static let chunk = 1 << 18

  /// Writes `open_clip_config.json` and `open_clip_model.safetensors` into `folder`, which is made.
  ///
  /// Takes no more memory than a chunk of a tensor. Throws what the file system says.
  public func write(to folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try Data(architecture.configuration.utf8).write(
      to: URL(fileURLWithPath: "\(folder)/open_clip_config.json"))
    let path = "\(folder)/open_clip_model.safetensors"
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    let tensors = architecture.tensors
    try file.write(contentsOf: Data(header(tensors)))
    for tensor in tensors { try write(tensor, to: file) }
  }

  /// The file's length and JSON in front of the data.
  private func header(_ tensors: [Architecture.Tensor]) -> [UInt8] {
    var offset = 0
    let fields = tensors.map { tensor in
      let end = offset + 4 * tensor.count
      defer { offset = end }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      return "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],"
        + "\"data_offsets\":[\(offset),\(end)]}"
    }
    let json = Array("{\(fields.joined(separator: ","))}".utf8)
    return LittleEndianColumn.bytes(of: [UInt64(json.count)]) + json
  }

  private func write(_ tensor: Architecture.Tensor, to file: FileHandle) throws {
    var noise = NoiseStream(tensor.name, seed: seed)
    var left = tensor.count
    while left > 0 {
      let count = min(left, Self.chunk)
      let values = (0..<count).map { _ in
        let value = tensor.mean + tensor.deviation * noise.next()
        return tensor.isPositive ? abs(value) : value
      }
      try file.write(contentsOf: Data(LittleEndianColumn.bytes(of: values)))
      left -= count
    }
  }
}
