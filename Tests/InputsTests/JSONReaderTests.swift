import Testing

@testable import Inputs

struct JSONReaderTests {
  private func reader(_ text: String) throws -> JSONReader {
    JSONReader(try ByteStream(bytes: Array(text.utf8), path: "t.json"))
  }

  private func skipping(_ text: String) throws {
    var reader = try reader(text)
    try reader.skip()
    try reader.finish()
  }

  @Test(
    arguments: [
      "{}", "[]", "[1, 2.5, -0, 1e3, 0.1E-2]", "{\"a\": {\"b\": [null, true, false]}}",
      " \r\n\t\"\\u00e9\\n\\ud83d\\ude00\" ", "0", "\"\"",
    ])
  func `valid JSON is read to its end`(text: String) throws {
    try skipping(text)
  }

  @Test(
    arguments: [
      ("[1,]", "t.json:1:4: expected another element after ',', found ']'"),
      ("{\"a\":1,}", "t.json:1:8: expected another element after ',', found '}'"),
      (
        "{\"a\":1,\n \"a\":2}",
        "t.json:2:2: expected a key not seen before in this object, found 'a' again"
      ),
      ("[1 2]", "t.json:1:4: expected ',', found '2'"),
      ("[01]", "t.json:1:3: expected no digit after a leading 0, found '1'"),
      ("[1.]", "t.json:1:4: expected a digit, found ']'"),
      (
        "\"a\nb\"",
        "t.json:1:3: expected an escape such as \\n instead of a control character, found a line end"
      ),
      ("\"\\ud800\"", "t.json:1:8: expected a pair of surrogates, found a lone surrogate"),
      ("tru", "t.json:1:4: expected 'true', found the end of the file"),
      ("[", "t.json:1:2: expected a JSON value, found the end of the file"),
      ("{} x", "t.json:1:4: expected the end of the file, found 'x'"),
      ("{1:2}", "t.json:1:2: expected a key in quotes, found '1'"),
      ("\"abc", "t.json:1:1: expected a closing quote, found the end of the file"),
    ])
  func `invalid JSON is refused with its position`(text: String, message: String) {
    #expect {
      try skipping(text)
    } throws: { error in
      #expect("\(error)" == message)
      return "\(error)" == message
    }
  }
}
