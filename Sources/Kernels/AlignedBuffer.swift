#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Numbers on a 64-byte boundary, written when they are made.
///
/// Afterwards they are only read, unless their owner knows that it is the only one (`AlignedMatrix`).
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

  /// From this size on memory is mapped for the buffer alone and goes back to the system with it.
  ///
  /// Weights of a model in the allocator's heap would leave holes there between temporary arrays: a
  /// quarter of a run's memory. Large pages save the faults of touching them for the first time.
  private static var mappedBytesMin: Int { 1 << 20 }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    if bytes >= mappedBytesMin {
      let address = unsafe mmap(
        nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      if let address = unsafe address, unsafe address != MAP_FAILED {
        unsafe madvise(address, bytes, MADV_HUGEPAGE)
        return unsafe address.bindMemory(to: Element.self, capacity: count)
      }
      preconditionFailure("no memory for \(bytes) bytes of weights")
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    return unsafe memory.bindMemory(to: Element.self, capacity: count)
  }

  deinit {
    let bytes = unsafe storage.count * MemoryLayout<Element>.stride
    if bytes >= Self.mappedBytesMin {
      unsafe munmap(storage.baseAddress, bytes)
    } else {
      unsafe storage.deallocate()
    }
  }

  func withElements<Result>(_ body: (UnsafeMutablePointer<Element>) -> Result) -> Result {
    guard let start = unsafe storage.baseAddress else { preconditionFailure("never empty") }
    return unsafe body(start)
  }
}
