internal import CZstd
import Synchronization

/// Contexts for decompression that wait for the next frame.
///
/// Making one asks the processor for its features, which in a virtual machine takes longer than
/// unpacking a small frame. There are as many as threads that unpacked at the same time.
@safe final class ZstdContexts: Sendable {
  static let shared = ZstdContexts()

  @safe private struct Context: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  private let free = Mutex<[Context]>([])

  /// Runs `body` with a context that nobody else has meanwhile.
  func use<Value>(_ body: (OpaquePointer) -> Value) -> Value {
    let context = free.withLock { $0.popLast() } ?? Self.make()
    defer { free.withLock { $0.append(context) } }
    return unsafe body(context.pointer)
  }

  private static func make() -> Context {
    guard let pointer = unsafe ZSTD_createDCtx() else { fatalError("out of memory") }
    return unsafe Context(pointer: pointer)
  }
}
