/// A strict, streaming JSON reader (RFC 8259): values are taken in file order, none is kept.
///
/// Refused by name, with line and column: duplicate keys in an object, trailing commas, invalid
/// UTF-8, lone surrogates, control characters in strings, numbers like `01`, more than
/// `depthMax` levels, strings over `stringBytesMax`. Memory is bounded by those limits.
struct JSONReader {
  /// Most levels of arrays and objects.
  static let depthMax = 64
  /// Most bytes of one string.
  static let stringBytesMax = 1 << 20

  /// Kinds of values, told by their first byte.
  enum Kind: String {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "true or false"
    case null = "null"
  }

  var stream: ByteStream
  private var depth = 0
  var scratch: [UInt8] = []

  /// Reads JSON from a stream.
  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// The kind of the next value, which is not taken.
  @discardableResult
  mutating func kind() throws -> Kind {
    try skipSpace()
    switch try stream.peek() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw try stream.unexpected("a JSON value")
    }
  }

  /// Takes an object; `body` must take or skip each member's value.
  mutating func object(_ body: (inout JSONReader, String) throws -> Void) throws {
    var object = try openObject()
    while let key = try nextKey(of: &object) { try body(&self, key) }
  }

  /// Takes an array; `body` must take or skip each element.
  mutating func array(_ body: (inout JSONReader) throws -> Void) throws {
    var array = try openArray()
    while try hasNext(in: &array) { try body(&self) }
  }

  /// Takes `true` or `false`.
  mutating func boolean() throws -> Bool {
    try demand(.boolean)
    let isTrue = try stream.peek() == UInt8(ascii: "t")
    try word(isTrue ? "true" : "false")
    return isTrue
  }

  /// Takes `null`.
  mutating func null() throws {
    try demand(.null)
    try word("null")
  }

  /// Takes a value of any kind and forgets it; it must still be valid.
  mutating func skip() throws {
    switch try kind() {
    case .object: try object { reader, _ in try reader.skip() }
    case .array: try array { reader in try reader.skip() }
    case .string: _ = try string()
    case .number: try scanNumber()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Demands that nothing but white space follows.
  mutating func finish() throws {
    try skipSpace()
    if try stream.peek() != nil { throw try stream.unexpected("the end of the file") }
  }

  /// Demands that the next value has a kind.
  mutating func demand(_ wanted: Kind) throws {
    let found = try kind()
    guard found == wanted else {
      let place = stream.position
      // A word that only begins like `null` is none.
      switch found {
      case .null: try null()
      case .boolean: _ = try boolean()
      case .object, .array, .string, .number: break
      }
      throw stream.malformed(wanted.rawValue, found.rawValue, at: place)
    }
  }

  mutating func enter() throws {
    depth += 1
    guard depth <= Self.depthMax else {
      throw stream.malformed("at most \(Self.depthMax) levels of nesting", "a deeper one")
    }
    stream.advance()
  }

  /// Whether another element follows; takes commas and the closing bracket.
  mutating func continues(until close: UInt8, isFirst: inout Bool) throws -> Bool {
    try skipSpace()
    if try stream.peek() == close {
      stream.advance()
      depth -= 1
      return false
    }
    if !isFirst {
      try take(UInt8(ascii: ","))
      try skipSpace()
      if try stream.peek() == close {
        throw try stream.unexpected("another element after ','")
      }
    }
    isFirst = false
    return true
  }

  mutating func take(_ byte: UInt8) throws {
    guard try stream.peek() == byte else {
      throw try stream.unexpected("'\(Character(Unicode.Scalar(byte)))'")
    }
    stream.advance()
  }

  private mutating func word(_ text: String) throws {
    for byte in text.utf8 {
      guard try stream.peek() == byte else { throw try stream.unexpected("'\(text)'") }
      stream.advance()
    }
  }

  mutating func skipSpace() throws {
    while let byte = try stream.peek() {
      switch byte {
      case 0x20, 0x09, 0x0d: stream.advance()
      case 0x0a: stream.advanceLine()
      default: return
      }
    }
  }
}
