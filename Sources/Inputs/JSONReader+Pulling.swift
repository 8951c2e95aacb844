/// Containers entered and left step by step, for callers that stop in the middle of a document.
extension JSONReader {
  /// An object that is being read.
  struct OpenObject {
    fileprivate var keys = SeenKeys()
    fileprivate var isFirst = true
  }

  /// An array that is being read.
  struct OpenArray {
    fileprivate var isFirst = true
  }

  /// Enters an object.
  mutating func openObject() throws -> OpenObject {
    try demand(.object)
    try enter()
    return OpenObject()
  }

  /// Takes the next member's key; its value must be taken before the next call.
  ///
  /// `nil` at the end, which leaves the object.
  mutating func nextKey(of object: inout OpenObject) throws -> String? {
    guard try continues(until: UInt8(ascii: "}"), isFirst: &object.isFirst) else { return nil }
    guard try stream.peek() == UInt8(ascii: "\"") else {
      throw try stream.unexpected("a key in quotes")
    }
    let place = stream.position
    let key = try string()
    guard object.keys.insert(key) else {
      throw stream.malformed(
        "a key not seen before in this object", "'\(key.prefix(60))' again", at: place)
    }
    try skipSpace()
    try take(UInt8(ascii: ":"))
    return key
  }

  /// Enters an array.
  mutating func openArray() throws -> OpenArray {
    try demand(.array)
    try enter()
    return OpenArray()
  }

  /// Whether an element follows, which must be taken before the next call; at the end the array is
  /// left.
  mutating func hasNext(in array: inout OpenArray) throws -> Bool {
    try continues(until: UInt8(ascii: "]"), isFirst: &array.isFirst)
  }

  /// Takes a value's bytes without looking closely: brackets and quotes are matched, no more.
  ///
  /// What is wrong inside can then be told by a reader of its own, and this one goes on behind it.
  /// Of values longer than `bytesMax` the rest is passed over; false for those.
  mutating func rawValue(into bytes: inout [UInt8], bytesMax: Int) throws -> Bool {
    bytes.removeAll(keepingCapacity: true)
    let start = stream.position
    var scan = RawValueScan()
    var count = 0
    try stream.take(into: &bytes, bytesMax: bytesMax) { byte in
      guard scan.takes(byte) else { return false }
      count += 1
      return true
    }
    guard scan.isComplete else {
      throw stream.malformed("the end of a value", "the end of the file", at: start)
    }
    return count <= bytesMax
  }
}

/// Finds the end of a JSON value by its brackets and quotes.
private struct RawValueScan {
  private var depth = 0
  private var isInString = false
  private var isAfterBackslash = false
  private var hasEnded = false
  private var isScalar = false

  /// Whether the value has been seen to its end, or can end here.
  var isComplete: Bool { hasEnded || (isScalar && !isInString) }

  /// Whether the byte belongs to the value.
  mutating func takes(_ byte: UInt8) -> Bool {
    if hasEnded { return false }
    if isInString {
      if isAfterBackslash {
        isAfterBackslash = false
      } else if byte == UInt8(ascii: "\\") {
        isAfterBackslash = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        hasEnded = depth == 0
      }
      return true
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if depth == 0 { return false }
      depth -= 1
      hasEnded = depth == 0
    case UInt8(ascii: ","), 0x0a:
      if depth == 0 { return false }
    default: isScalar = isScalar || depth == 0
    }
    return true
  }
}

/// The keys of one object: a list while they are few, then a set.
struct SeenKeys {
  private var few: [String] = []
  private var many: Set<String> = []

  /// Adds a key; false if it was there.
  mutating func insert(_ key: String) -> Bool {
    if !many.isEmpty { return many.insert(key).inserted }
    if few.contains(key) { return false }
    few.append(key)
    if few.count > 16 { many = Set(few) }
    return true
  }
}
