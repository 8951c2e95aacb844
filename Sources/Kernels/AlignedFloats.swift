/// Floats on a 64-byte boundary, written once when they are made and only read afterwards.
@safe final class AlignedFloats: @unchecked Sendable {
  let count: Int
  private let storage: UnsafeMutableBufferPointer<Float>

  init(count: Int, filledBy fill: (UnsafeMutablePointer<Float>) -> Void) {
    // Never empty, so that there is always an address.
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    let start = unsafe memory.bindMemory(to: Float.self, capacity: max(count, 1))
    unsafe start.initialize(repeating: 0, count: max(count, 1))
    unsafe storage = UnsafeMutableBufferPointer(start: start, count: max(count, 1))
    self.count = count
    unsafe fill(start)
  }

  deinit { unsafe storage.deallocate() }

  func withFloats<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
    guard let start = unsafe storage.baseAddress else { preconditionFailure("never empty") }
    return unsafe body(start)
  }
}
