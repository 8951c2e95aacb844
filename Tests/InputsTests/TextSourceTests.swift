import Inputs
import Testing

struct TextSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a text is what follows its byte order mark`() throws {
    for (bytes, text) in [
      ([], ""), ([0xef, 0xbb, 0xbf], ""), ([0xef, 0xbb, 0xbf] + Array("dog\n".utf8), "dog\n"),
      (Array("caf\u{e9}\r\n".utf8), "caf\u{e9}\r\n"),
    ] as [([UInt8], String)] {
      let path = try folder.write(bytes, to: "names.txt")
      #expect(try TextSource(path: path).read(bytesMax: 100) == text)
    }
  }

  @Test func `other encodings are refused at their first byte, and what is too long`() throws {
    for (bytes, message) in [
      ([0x61, 0x0a, 0x63, 0x61, 0x66, 0xe9, 0x0a], ":2:4: expected UTF-8 text, found byte 0xe9"),
      ([0xff, 0xfe, 0x61, 0x00], ":1:1: expected UTF-8 text, found a UTF-16 byte order mark"),
      (Array("12345678901".utf8), "more than 10 bytes"),
    ] as [([UInt8], String)] {
      let path = try folder.write(bytes, to: "names.txt")
      #expect {
        try TextSource(path: path).read(bytesMax: 10)
      } throws: { "\($0)".contains(message) }
    }
    let path = try folder.write("1234567890", to: "names.txt")
    #expect(try TextSource(path: path).read(bytesMax: 10) == "1234567890")
  }
}
