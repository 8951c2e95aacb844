import Codecs
import Foundation
import Testing

struct SafetensorsTests {
  /// A file that is gone when the test ends.
  private final class Scratch {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "safetensors-\(UUID().uuidString)").path

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// A file of a header text and data, with a true length unless another is given.
  private func file(_ header: String, _ data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
    let count = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8) + data
  }

  private func problem(_ bytes: [UInt8]) throws -> SafetensorsError.Problem? {
    let scratch = Scratch()
    try scratch.write(bytes)
    do {
      _ = try SafetensorsFile(path: scratch.path)
      return nil
    } catch let error as SafetensorsError {
      #expect(error.path == scratch.path && !error.description.isEmpty)
      return error.problem
    }
  }

  private func entry(_ name: String, _ type: String, _ shape: String, _ begin: Int, _ end: Int)
    -> String
  {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
  }

  @Test func `What the writer writes the reader reads, and equal content is equal bytes`() throws {
    let floats: [Float] = [1, -2.5, .infinity, 0, Float(bitPattern: 3), 3]
    let halves: [Float16] = [1, 65504, -0.1]
    func bytes(_ reversed: Bool) -> [UInt8] {
      var writer = SafetensorsWriter(metadata: ["b": "2 \"\\\n\u{1}", "a": "é😀"])
      let adds: [(inout SafetensorsWriter) -> Void] = [
        { $0.add("text", shape: [2, 3], floats: floats) },
        { $0.add("half", shape: [3], halves: halves) },
        { $0.add("empty", shape: [0, 5], floats: []) },
        { $0.add("scalar", shape: [], floats: [7]) },
      ]
      for add in reversed ? adds.reversed() : adds { add(&writer) }
      return writer.bytes()
    }
    #expect(bytes(false) == bytes(true))
    let scratch = Scratch()
    try scratch.write(bytes(false))
    let file = try SafetensorsFile(path: scratch.path)
    #expect(file.names == ["empty", "half", "scalar", "text"])
    #expect(file.metadata == ["b": "2 \"\\\n\u{1}", "a": "é😀"])
    #expect(try file.floats("text") == floats)
    #expect(try file.floats("half") == halves.map(Float.init))
    #expect(try file.floats("empty") == [])
    #expect(try file.floats("scalar") == [7])
    #expect(file.tensors["text"]?.shape == [2, 3] && file.tensors["scalar"]?.shape == [])
  }

  @Test func `bfloat16 is the upper half of a float`() throws {
    let scratch = Scratch()
    try scratch.write(file("{\(entry("x", "BF16", "3", 0, 6))}", [0x80, 0x3F, 0x20, 0xC0, 1, 0]))
    let values = try SafetensorsFile(path: scratch.path).floats("x")
    #expect(values == [1, -2.5, Float(bitPattern: 0x0001_0000)])
  }

  @Test func `Every truncation of a file is refused`() throws {
    var writer = SafetensorsWriter()
    writer.add("a", shape: [3], floats: [1, 2, 3])
    let bytes = writer.bytes()
    #expect(try problem(bytes) == nil)
    for count in 0..<bytes.count {
      #expect(try problem(Array(bytes.prefix(count))) != nil, "\(count) bytes")
    }
    #expect(try problem(bytes + [0]) != nil)
  }

  @Test func `Files that break a rule are refused by the name of the rule`() throws {
    let zeros = [UInt8](repeating: 0, count: 8)
    #expect(
      try problem([1, 2, 3]) == .truncatedHeader(fileBytes: 3, neededBytes: 8))
    #expect(try problem(file("{}", length: 3)) == .truncatedHeader(fileBytes: 10, neededBytes: 11))
    #expect(
      try problem(file("{}", length: .max)) == .headerTooLarge(bytes: .max, limit: 16 << 20))
    #expect(
      try problem(file("{}", length: 1 << 63)) == .headerTooLarge(bytes: 1 << 63, limit: 16 << 20))
    #expect(
      try problem(file("{\(entry("a", "F32", "1", 0, 4)),\(entry("a", "F32", "1", 4, 8))}", zeros))
        == .duplicateKey("a"))
    #expect(
      try problem(file("{\(entry("a", "F32", "1", 4, 8))}", zeros))
        == .notContiguous(tensor: "a", expected: 0, found: 4))
    #expect(
      try problem(file("{\(entry("a", "F32", "1", 0, 4)),\(entry("b", "F32", "1", 0, 4))}", zeros))
        == .notContiguous(tensor: "b", expected: 4, found: 0))
    #expect(
      try problem(file("{\(entry("a", "F32", "3", 0, 12))}", zeros))
        == .lengthMismatch(expected: 12, found: 8))
    let two = "{\(entry("a", "F32", "3", 0, 12)),\(entry("b", "F32", "5", 12, 32))}"
    #expect(
      try problem(file(two, zeros)) == .lengthMismatch(expected: 32, found: 8),
      "all tensors count, not those up to the first that lacks bytes")
    #expect(
      try problem(file("{\(entry("a", "F32", "1", 0, 4))}", zeros))
        == .lengthMismatch(expected: 4, found: 8))
    #expect(
      try problem(file("{\(entry("a", "F32", "1", 0, 8))}", zeros))
        == .sizeMismatch(tensor: "a", expected: 4, found: 8))
    #expect(
      try problem(file("{\(entry("a", "F32", "4294967296,4294967296", 0, 8))}", zeros))
        == .shapeOverflow(tensor: "a"))
    #expect(
      try problem(file("{\(entry("a", "F4", "2", 0, 8))}", zeros))
        == .unsupportedType(tensor: "a", type: "F4"))
    #expect(
      try problem(file("{\(entry("a", "U8", "1,1,1,1,1,1,1,1,8", 0, 8))}", zeros))
        == .tooManyDimensions(tensor: "a", count: 9, limit: 8))
    let long = String(repeating: "n", count: 513)
    #expect(
      try problem(file("{\(entry(long, "U8", "8", 0, 8))}", zeros))
        == .nameTooLong(bytes: 513, limit: 512))
  }

  @Test(arguments: [
    "", " {}", "[]", "{", "{}x", "{\"a\"}", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"U8\"}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"x\":1}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0,0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[01],\"data_offsets\":[0,0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1e1],\"data_offsets\":[0,0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,0]}}",
    "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":\"a\"}", "{\"\\q\":{}}", "{\"\\ud800\":{}}",
    "{\"\u{1}\":{}}", "{,}", "{\"__metadata__\":{},}",
  ])
  func `Headers that are not the format's JSON are refused`(header: String) throws {
    guard case .malformedHeader = try problem(file(header)) else {
      Issue.record("accepted or misnamed: \(header)")
      return
    }
  }

  @Test func `Flipped bits of a header never crash the reader`() throws {
    var writer = SafetensorsWriter(metadata: ["k": "v"])
    writer.add("a.b", shape: [2, 2], floats: [1, 2, 3, 4])
    let bytes = writer.bytes()
    var accepted = 0
    for bit in 0..<(bytes.count - 16) * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      if try problem(flipped) == nil { accepted += 1 }
    }
    // Letters of names, and a few spaces, may change unnoticed.
    #expect(accepted < 100)
  }

  @Test func `A missing file, a folder and a missing tensor are named`() throws {
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: "/nonexistent/x") }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: "/tmp") }
    let scratch = Scratch()
    try scratch.write(file("{\(entry("a", "I64", "1", 0, 8))}", [UInt8](repeating: 0, count: 8)))
    let file = try SafetensorsFile(path: scratch.path)
    #expect(throws: SafetensorsError(path: scratch.path, problem: .missingTensor("b"))) {
      try file.floats("b")
    }
    #expect(
      throws: SafetensorsError(
        path: scratch.path, problem: .unsupportedType(tensor: "a", type: "I64"))
    ) { try file.floats("a") }
  }

  @Test func `The scan finds every value that is not finite`() {
    let finite: [Float] = [
      0, -0.0, 1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, Float(bitPattern: 1),
    ]
    #expect(SafetensorsFile.hasOnlyFiniteValues(finite))
    for bad: Float in [.nan, -.nan, .infinity, -.infinity, Float(bitPattern: 0x7F80_0001)] {
      #expect(!SafetensorsFile.hasOnlyFiniteValues(finite + [bad] + finite))
    }
  }
}
