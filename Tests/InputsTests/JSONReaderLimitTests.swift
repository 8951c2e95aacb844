import Foundation
import Testing

@testable import Inputs

struct JSONReaderLimitTests {
  private func reader(_ text: String) throws -> JSONReader {
    JSONReader(try ByteStream(bytes: Array(text.utf8), path: "t.json"))
  }

  private func message(_ text: String) -> String {
    do {
      var reader = try reader(text)
      try reader.skip()
      try reader.finish()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `depth, strings and numbers are limited`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(message(nested(64)) == "no error")
    #expect(message(nested(65)).contains("at most 64 levels"))
    #expect(message(String(repeating: "[", count: 1_000_000)).contains("at most 64 levels"))
    #expect(message("\"" + String(repeating: "a", count: 1 << 20) + "\"") == "no error")
    #expect(message("\"" + String(repeating: "a", count: 1 << 20 + 1) + "\"").contains("longer"))
    #expect(message(String(repeating: "1", count: 10_000)).contains("400 characters"))
  }

  @Test func `numbers are those of the standard library`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5_000 {
      let exponent = Int.random(in: -12...12, using: &generator)
      let value = Double.random(in: -1...1, using: &generator) * pow(10, Double(exponent))
      for text in ["\(value)", String(format: "%.4f", value), String(format: "%.2e", value)] {
        var reader = try reader(text)
        #expect(try reader.number() == Double(text), "\(text)")
      }
    }
    #expect(message("1e999") == "no error")
    var infinite = try reader("1e999")
    #expect(throws: InputError.self) { try infinite.number() }
  }

  @Test(
    arguments: [
      ("12", 12), ("-0", 0), ("1.0", 1), ("2e3", 2000), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min),
    ])
  func `integers are read exactly`(text: String, value: Int) throws {
    var reader = try reader(text)
    #expect(try reader.integer() == value)
  }

  @Test(arguments: ["1.5", "9223372036854775808", "1e300", "123456789012345678901234567890"])
  func `numbers that are no integers of 64 bits are refused`(text: String) throws {
    var reader = try reader(text)
    #expect(throws: InputError.self) { try reader.integer() }
  }

  @Test func `texts are read the same whatever the size of a chunk`() throws {
    let folder = try TemporaryFolder()
    let padding = String(repeating: " ", count: FileBytes.chunkBytes - 9)
    for shift in 0..<16 {
      let spaces = padding.dropLast(shift)
      let path = try folder.write("[\(spaces)\"aé\\u00e9\\n\", -12.5e1, true]", to: "\(shift).json")
      var reader = JSONReader(try ByteStream(path: path))
      var text = ""
      var number = 0.0
      try reader.array { reader in
        switch try reader.kind() {
        case .string: text = try reader.string()
        case .number: number = try reader.number()
        default: #expect(try reader.boolean())
        }
      }
      try reader.finish()
      #expect(text == "aéé\n")
      #expect(number == -125)
    }
  }

  @Test func `random damage ends in an error with a place or in a value`() throws {
    var generator = SystemRandomNumberGenerator()
    let good = Array(
      "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\"}],\"annotations\":[{\"image_id\":1,\"caption\":\"é x\"}]}"
        .utf8)
    for _ in 0..<5_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        } else {
          bytes.remove(at: place)
        }
      }
      do {
        _ = try COCOFile(try ByteStream(bytes: bytes, path: "t.json")).keysByID()
      } catch let error as InputError {
        #expect("\(error)".hasPrefix("t.json:"))
      }
    }
  }
}
