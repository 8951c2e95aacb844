/// Writes numbers and byte strings: LEB128 numbers, strings behind their length.
struct ListEncoder {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(_ number: Int) {
    append(UInt64(number))
  }

  mutating func append(_ string: some Collection<UInt8>) {
    append(string.count)
    bytes.append(contentsOf: string)
  }

  mutating func append(_ texts: [String]) {
    append(texts.count)
    for text in texts { append(Array(text.utf8)) }
  }
}
