import Codecs
import Foundation
import Testing

@testable import Inputs

struct TarReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private struct Found: Equatable {
    var name: [UInt8]
    var offset: Int
    var size: Int
  }

  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/inputs")

  /// The members as Python's tarfile lists them.
  private func expected(_ dialect: String) throws -> [Found] {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Self.golden.appending(path: "members.json")))
    let members = try #require((json as? [String: [[Any]]])?[dialect])
    return try members.map { member in
      var name = Array(try #require(member[0] as? String).utf8)
      if name.starts(with: [0x2e, 0x2f]) { name.removeFirst(2) }
      return Found(
        name: name, offset: try #require(member[1] as? Int), size: try #require(member[2] as? Int))
    }
  }

  private func members(_ path: String) throws -> [Found] {
    var found: [Found] = []
    _ = try TarScan.scan(path) { name, place, _ in
      found.append(Found(name: name, offset: place.lowerBound, size: place.count))
    }
    return found
  }

  @Test(arguments: ["ustar", "pax", "gnu"]) func `members are those that tarfile lists`(
    dialect: String
  ) throws {
    let path = Self.golden.appending(path: "\(dialect).tar").path
    let expected = try expected(dialect)
    #expect(expected.count >= 6)
    #expect(try members(path) == expected)
    #expect(try members("pipe:cat '\(path)'") == expected)
    // In pieces that fit no block.
    #expect(try members("pipe:dd if='\(path)' bs=7 status=none") == expected)
  }

  @Test func `an archive that was cut is an error, wherever it was cut`() throws {
    let bytes = Array(try Data(contentsOf: Self.golden.appending(path: "gnu.tar")))
    let end = try #require(bytes.lastIndex { $0 != 0 }) / 512 * 512 + 512
    for count in stride(from: 0, to: end, by: 97) {
      let path = try folder.write(Array(bytes[..<count]), to: "cut.tar")
      #expect(throws: InputError.self, "\(count) of \(end) bytes") { try members(path) }
    }
    #expect(try members(try folder.write(Array(bytes[..<(end + 512)]), to: "cut.tar")).count == 8)
  }

  @Test func `headers whose sizes or sums lie, sparse and packed archives are named errors`() throws
  {
    let bytes = Array(try Data(contentsOf: Self.golden.appending(path: "ustar.tar")))
    /// The archive with a field of its second header replaced, and the sum mended.
    func changed(_ place: Int, _ field: String, mends: Bool = true) throws -> String {
      var bytes = bytes
      bytes.replaceSubrange(512 + place..<512 + place + field.utf8.count, with: field.utf8)
      if mends {
        bytes.replaceSubrange(660..<668, with: repeatElement(0x20, count: 8))
        let sum = String(bytes[512..<1024].reduce(0) { $0 + Int($1) }, radix: 8)
        let digits = String(repeating: "0", count: 6 - sum.count) + sum + "\0"
        bytes.replaceSubrange(660..<667, with: digits.utf8)
      }
      return try folder.write(bytes, to: "changed.tar")
    }
    func refuses(_ path: String, _ text: String) {
      #expect { try members(path) } throws: { error in
        "\(error)".contains(text) && error is InputError
      }
    }
    refuses(try changed(124, "77777777777"), "a member's 8589934592 bytes")
    refuses(try changed(124, "00000009000"), "octal digits")
    refuses(try changed(0, "x", mends: false), "a tar header with checksum")
    refuses(try changed(156, "S"), "a sparse one")
    refuses(try folder.write([0x1f, 0x8b] + bytes, to: "a.tar"), "pipe:zcat")
    refuses(try folder.write(Array("no archive".utf8), to: "a.tar"), "the last 10 bytes")
    refuses(folder.path + "/none.tar", "no such file")
  }

  @Test func `a size beyond octal digits is read in base 256`() throws {
    var header = [UInt8](repeating: 0, count: 512)
    header.replaceSubrange(0..<5, with: "a.jpg".utf8)
    header[124] = 0x80
    header[131] = 2
    header[156] = UInt8(ascii: "0")
    header.replaceSubrange(148..<156, with: repeatElement(0x20, count: 8))
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    header.replaceSubrange(148..<156, with: Array("00\(sum)".utf8) + [0, 0x20])
    try #require(header.count == 512)
    let path = try folder.write(header, to: "a.tar")
    #expect {
      try members(path)
    } throws: { "\($0)".contains("a member's \(2 << 32) bytes") }
  }

  @Test func `a command's exit status is seen, and that it starts at all`() throws {
    let path = Self.golden.appending(path: "pax.tar").path
    #expect(
      throws: InputError.pipeFailed(
        command: "cat '\(path)'; exit 3", reason: "ended with status 3")
    ) { try members("pipe:cat '\(path)'; exit 3") }
    #expect(throws: InputError.self) {
      try members("pipe:cat '\(path)' | head -c 2000; kill -9 $$")
    }
    #expect(throws: InputError.self) { try members("pipe:none-of-that-name") }
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try PipedCommand("sleep 5", check: { throw Stop() }).read(1)
    }
    #expect(throws: (any Error).self) {
      try PipedCommand(String(repeating: "x", count: 300_000)).read(1)
    }
    #expect { try PipedCommand("sleep 5", idleSeconds: 1).read(1) } throws: {
      "\($0)" == "sleep 5: wrote nothing for 1 s and was ended"
    }
  }

  @Test func `a command that goes on behind its output is ended, and what it started too`() throws {
    let line = "exec >&-; sleep 5"
    #expect { try PipedCommand(line, idleSeconds: 1).read(1) } throws: {
      "\($0)" == "\(line): closed its output, ran on for 1 s and was ended"
    }
    struct Stop: Error {}
    var checks = 0
    #expect(throws: Stop.self) {
      try PipedCommand(line) {
        checks += 1
        if checks > 2 { throw Stop() }
      }.read(1)
    }
    // What the shell started says its number and would go on for long.
    let started = folder.path + "/started"
    let number = { () -> String? in
      (try? String(contentsOfFile: started, encoding: .utf8))?.split(separator: "\n").first
        .map(String.init)
    }
    #expect(throws: Stop.self) {
      try PipedCommand("sleep 60 & echo $! > '\(started)'; sleep 60") {
        if number() != nil { throw Stop() }
      }.read(1)
    }
    let process = try #require(number())
    func isAlive() -> Bool {
      let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return state.map { !$0.contains(") Z ") } ?? false
    }
    let deadline = ContinuousClock.now + .seconds(15)
    while isAlive(), ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.01) }
    #expect(!isAlive())
  }
}
