#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A whole file, mapped read-only for as long as the object lives.
///
/// Another process that shortens the file meanwhile ends this one with a bus error, as with every
/// mapping; models are not rewritten in place while they are in use.
@safe final class MappedBytes: @unchecked Sendable {
  let count: Int
  private let start: UnsafeRawPointer?

  init(path: String) throws(SafetensorsError.Problem) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw MappedBytes.systemProblem() }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw MappedBytes.systemProblem() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("is not a regular file") }
    count = Int(status.st_size)
    guard count > 0 else {
      unsafe start = nil
      return
    }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw MappedBytes.systemProblem()
    }
    unsafe start = UnsafeRawPointer(address)
  }

  deinit {
    if let start = unsafe start { unsafe munmap(UnsafeMutableRawPointer(mutating: start), count) }
  }

  private static func systemProblem() -> SafetensorsError.Problem {
    .unreadable(unsafe String(cString: strerror(errno)))
  }

  /// A copy of the bytes of a range, which must lie in the file.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    read(range, UInt8.self)
  }

  /// The little-endian floats of a range; it need not be aligned.
  func floats(_ range: Range<Int>) -> [Float] {
    #if _endian(little)
      return read(range, Float.self)
    #else
      return read(range, UInt32.self).map { Float(bitPattern: UInt32(littleEndian: $0)) }
    #endif
  }

  /// The little-endian 16-bit words of a range; it need not be aligned.
  func halves(_ range: Range<Int>) -> [UInt16] {
    read(range, UInt16.self).map { UInt16(littleEndian: $0) }
  }

  /// Gives the whole pages of a large range that was copied back to the system.
  ///
  /// A weight is read once; its pages would else count as this process's memory as long as the file
  /// is open. They are there again when they are read again.
  func release(_ range: Range<Int>) {
    guard range.count >= 1 << 20, let start = unsafe start else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let first = (Int(bitPattern: start) + range.lowerBound + page - 1) / page * page
    let end = (Int(bitPattern: start) + range.upperBound) / page * page
    guard first < end, let address = unsafe UnsafeMutableRawPointer(bitPattern: first)
    else { return }
    unsafe madvise(address, end - first, MADV_DONTNEED)
  }

  private func read<Element: BitwiseCopyable>(
    _ range: Range<Int>, _ type: Element.Type
  ) -> [Element] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let elements = range.count / MemoryLayout<Element>.stride
    guard elements > 0, let start = unsafe start else { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: elements) { buffer, filled in
      let source = unsafe UnsafeRawBufferPointer(
        start: start + range.lowerBound, count: elements * MemoryLayout<Element>.stride)
      unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      filled = elements
      release(range)
    }
  }
}
