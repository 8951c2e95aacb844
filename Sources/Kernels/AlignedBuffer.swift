/// Numbers on a 64-byte boundary, written once when they are made and only read afterwards.
@safe final class AlignedBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let count: Int
  private let storage: UnsafeMutableBufferPointer<Element>

  /// Room for `count` elements, all of them `value` before `fill` writes.
  init(count: Int, of value: Element, filledBy fill: (UnsafeMutablePointer<Element>) -> Void) {
    // Never empty, so that there is always an address.
    let start = unsafe AlignedBuffer.allocate(max(count, 1))
    unsafe start.initialize(repeating: value, count: max(count, 1))
    unsafe storage = UnsafeMutableBufferPointer(start: start, count: max(count, 1))
    self.count = count
    unsafe fill(start)
  }

  /// Room for `count` elements, all of which `fill` writes: memory is touched once.
  init(count: Int, writtenBy fill: (UnsafeMutablePointer<Element>) -> Void) {
    let start = unsafe AlignedBuffer.allocate(max(count, 1))
    unsafe storage = UnsafeMutableBufferPointer(start: start, count: max(count, 1))
    self.count = count
    unsafe fill(start)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    return unsafe memory.bindMemory(to: Element.self, capacity: count)
  }

  deinit { unsafe storage.deallocate() }

  func withElements<Result>(_ body: (UnsafeMutablePointer<Element>) -> Result) -> Result {
    guard let start = unsafe storage.baseAddress else { preconditionFailure("never empty") }
    return unsafe body(start)
  }
}
