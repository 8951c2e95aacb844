import Foundation
import Testing

@testable import Inputs

struct RecordSorterTests {
  @Test func `records come back sorted by their bytes, from memory and from runs, again and again`()
    throws
  {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 3)
    for (count, bytesMax) in [(0, 9), (1, 9), (7, 1 << 20), (4000, 1 << 20), (4000, 5000)] {
      var sorter = RecordSorter(SortSpace(folder: folder.path, bytesMax: bytesMax))
      var records: [[UInt8]] = []
      for _ in 0..<count {
        // Few values and shared beginnings, so that bytes behind the eighth decide.
        let length = Int.random(in: 0..<20, using: &generator)
        let record = (0..<length).map { place in
          place < 8 ? 7 : UInt8.random(in: 0...3, using: &generator)
        }
        records.append(record)
        try sorter.append(record)
      }
      let sorted = try sorter.finish()
      records.sort { $0.lexicographicallyPrecedes($1) }
      for _ in 0..<2 {
        var reader = try sorted.reader()
        var found: [[UInt8]] = []
        while let record = try reader.record() { found.append(record) }
        #expect(found == records, "\(count) records, \(bytesMax) bytes")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `names sort as their bytes do, whatever follows them`() throws {
    var generator = SeededGenerator(seed: 5)
    let names = (0..<400).map { _ in
      (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
        UInt8([0, 1, 0xff, 0x41].randomElement(using: &generator) ?? 0)
      }
    }
    for (left, right) in zip(names, names.shuffled(using: &generator)) {
      let first = JoinRecord(name: left, kind: .label, ordinal: .max, payload: [0xff])
      let second = JoinRecord(name: right, kind: .listing, ordinal: 0, payload: [])
      if left != right {
        #expect(
          first.bytes.lexicographicallyPrecedes(second.bytes)
            == left.lexicographicallyPrecedes(right), "\(left) \(right)")
      } else {
        #expect(second.bytes.lexicographicallyPrecedes(first.bytes))
      }
      let again = JoinRecord(first.bytes)
      #expect(again.name == left && again.ordinal == .max && again.payload == [0xff])
    }
  }
}
