import Codecs
import Foundation
import Records
import Testing

@testable import Exports

/// Files of Python's own writers, made by scripts/golden/exports.py.
struct GoldenFileTests {
  private func golden(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "Golden/exports/\(name)")))
  }

  private func written(_ body: (ExportFile) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let file = ExportFile(put: { bytes += $0 }, close: {})
    try body(file)
    try file.finish()
    return bytes
  }

  @Test func `a pickle of labels is Python's own`() throws {
    let first = Box(x1: 0.5, y1: 1, x2: 20.25, y2: 30)
    let second = Box(x1: 1, y1: 2, x2: 3, y2: 4)
    func reversed(_ box: Box) -> Box { Box(x1: box.y2, y1: box.x2, x2: box.y1, y2: box.x1) }
    var pickle = PickleWriter(protocol: 3)
    pickle.dictionary { pickle in
      for (id, boxes, scores) in [
        (7, [first, second], [0.75, 0.5]),
        (300, [reversed(first), reversed(second)], [0.25, 0.125]),
      ] {
        pickle.int(id)
        pickle.list { pickle in for box in boxes { pickle.box(box, ExportOptions()) } }
        pickle.list { pickle in for score in scores { pickle.double(score) } }
        pickle.op(.tuple2)
      }
    }
    pickle.op(.stop)
    #expect(pickle.take() == (try golden("pis.pkl")))
  }

  @Test func `npy headers are numpy's own`() throws {
    let values: [Float] = [0.5, -1, 2, 3, 0.25, 65504]
    let half = values.map { Float16($0).bitPattern }.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(NumpyHeader.bytes(type: "<f2", shape: [2, 3]) + half == (try golden("f2.npy")))
    let header = NumpyHeader.bytes(type: "<f4", shape: [2, 3])
    #expect(try golden("f4.npy").starts(with: header))
  }

  @Test func `tar files are tarfile's own up to the padding of its records`() throws {
    let bytes = try written { file in
      let tar = TarWriter(file: file)
      try tar.add("000000000.json", Array("{}".utf8))
      try tar.add("000000001.npy", (0..<3).flatMap { _ in (0...255).map { UInt8($0) } })
      try tar.finish()
    }
    let expected = try golden("files.tar")
    #expect(expected.starts(with: bytes))
    #expect(expected.dropFirst(bytes.count).allSatisfy { $0 == 0 })
  }

  @Test func `contents of a torch archive begin at multiples of 64 and have their checksum`() throws
  {
    let values = (0..<1000).map { Float($0) }
    let bytes = try written { file in
      try TorchArchive.write(
        [("boxes", .init(values, shape: [250, 4])), ("classes", .init([1, -2, 3]))], to: file)
    }
    func number(_ place: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    var place = 0
    var names: [String] = []
    while number(place, 4) == 0x0403_4B50 {
      let (name, extra, size) = (
        number(place + 26, 2), number(place + 28, 2), number(place + 18, 4)
      )
      let start = place + 30 + name + extra
      #expect(start % 64 == 0)
      var reference: UInt32 = ~0
      for byte in bytes[start..<start + size] {
        reference ^= UInt32(byte)
        for _ in 0..<8 {
          reference = reference & 1 == 1 ? reference >> 1 ^ 0xEDB8_8320 : reference >> 1
        }
      }
      #expect(UInt32(number(place + 14, 4)) == ~reference)
      names.append(String(decoding: bytes[place + 30..<place + 30 + name], as: UTF8.self))
      place = start + size
    }
    #expect(
      names == [
        "archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/data/1",
        "archive/version",
      ])
    #expect(number(bytes.count - 12, 2) == 5, "entries in the directory")
  }
}
