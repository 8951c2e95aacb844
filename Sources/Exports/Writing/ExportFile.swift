/// One file of an export under way; bytes are collected and handed on in large pieces.
final class ExportFile {
  /// Bytes written so far.
  private(set) var count = 0
  private var buffer: [UInt8] = []
  private let put: ([UInt8]) throws -> Void
  private let close: () throws -> Void

  private static let bufferBytes = 1 << 20

  init(put: @escaping ([UInt8]) throws -> Void, close: @escaping () throws -> Void) {
    self.put = put
    self.close = close
  }

  func write(_ bytes: [UInt8]) throws {
    count += bytes.count
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Hands on what is left and ends the file.
  func finish() throws {
    try flush()
    try close()
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
