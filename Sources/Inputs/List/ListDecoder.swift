/// Reads what `ListEncoder` wrote; every answer is `nil` for bytes that it cannot have written.
struct ListDecoder {
  private let source: [UInt8]
  private var next: Int

  init(_ bytes: [UInt8], from start: Int = 0) {
    source = bytes
    next = start
  }

  var isAtEnd: Bool { next == source.count }

  mutating func number() -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard next < source.count else { return nil }
      let byte = source[next]
      next += 1
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
    }
    return nil
  }

  mutating func integer() -> Int? {
    number().flatMap { Int(exactly: $0) }
  }

  mutating func bytes() -> [UInt8]? {
    guard let count = integer(), count <= source.count - next else { return nil }
    next += count
    return Array(source[next - count..<next])
  }

  mutating func texts() -> [String]? {
    guard let count = integer(), count <= source.count - next else { return nil }
    var texts: [String] = []
    for _ in 0..<count {
      guard let bytes = bytes() else { return nil }
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    return texts
  }
}
