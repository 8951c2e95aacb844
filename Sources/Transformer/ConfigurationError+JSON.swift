#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ConfigurationError {
  /// What is wrong with the JSON `bytes` of a file that `JSONDecoder` refused with `failure`.
  ///
  /// Names the place of a mistake in the text, the key of a wrong or missing value, and the number
  /// that does not fit its type.
  public init(
    path: String, bytes: [UInt8], decoding type: (some Decodable).Type, failure: any Error
  ) {
    let numbers: [JSONSyntax.Number]
    do throws(JSONSyntax.Mistake) {
      numbers = try JSONSyntax(bytes).numbers
    } catch {
      let (line, column) = JSONSyntax.position(of: error.offset, in: bytes)
      self.init(
        path: "\(path):\(line):\(column)", key: "", expected: error.expected,
        found: Self.shown(bytes.dropFirst(error.offset)))
      return
    }
    switch failure {
    case DecodingError.typeMismatch(let expected, let context):
      let found = context.debugDescription.split(separator: "but found ").dropFirst().first
      self.init(
        path: path, key: Self.name(context.codingPath), expected: Self.name(of: expected),
        found: found.map { String($0.prefix { $0 != "." }).replacing(" instead", with: "") }
          ?? "another type")
    case DecodingError.valueNotFound(let expected, let context):
      self.init(
        path: path, key: Self.name(context.codingPath), expected: Self.name(of: expected),
        found: "null")
    case DecodingError.keyNotFound(let key, let context):
      self.init(
        path: path, key: Self.name(context.codingPath + [key]), expected: "a value", found: "none")
    default:
      let misfit = numbers.first { Self.isMisfit($0, among: numbers, bytes, type) }
      self.init(
        path: path, key: misfit?.key ?? "",
        expected: misfit == nil ? "JSON that can be decoded" : "a number of its type and range",
        found: misfit.map { Self.shown(bytes[$0.range]) } ?? "\(failure)")
    }
  }

  /// Whether the file cannot be decoded because of this number: it can be with 0 in place of each
  /// unusual number, and cannot with this one left as it is.
  private static func isMisfit<Value: Decodable>(
    _ number: JSONSyntax.Number, among numbers: [JSONSyntax.Number], _ bytes: [UInt8],
    _ type: Value.Type
  ) -> Bool {
    // Most numbers are small and whole, and fit every type but one of fewer bits.
    guard number.range.count > 1 else { return false }
    var copy = bytes
    for other in numbers where other.key != number.key {
      copy.replaceSubrange(
        other.range,
        with: [UInt8(ascii: "0")]
          + [UInt8](repeating: UInt8(ascii: " "), count: other.range.count - 1))
    }
    do {
      _ = try JSONDecoder().decode(type, from: Data(copy))
      return false
    } catch {
      return true
    }
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.reduce("") { name, key in
      if let index = key.intValue { return "\(name)[\(index)]" }
      return name.isEmpty ? key.stringValue : "\(name).\(key.stringValue)"
    }
  }

  /// A Swift type as people call it.
  private static func name(of type: Any.Type) -> String {
    let text = "\(type)"
    return switch text {
    case _ where text.hasPrefix("Dictionary"): "an object"
    case _ where text.hasPrefix("Array"): "a list"
    case "Int", "Int32": "a whole number"
    case "Float", "Double": "a number"
    case "String": "a text"
    case "Bool": "true or false"
    default: text
    }
  }

  /// The start of some bytes, fit for a message.
  private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    guard !bytes.isEmpty else { return "the end of the file" }
    let text = String(decoding: bytes.prefix(24), as: UTF8.self)
    let line = text.unicodeScalars.prefix { $0.value >= 0x20 && $0.value != 0x7F }
    guard !line.isEmpty else { return "byte 0x\(String(bytes.first ?? 0, radix: 16))" }
    return "'\(String(String.UnicodeScalarView(line)))'"
  }
}
