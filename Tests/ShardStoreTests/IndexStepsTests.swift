import Codecs
import Foundation
import Records
import Testing

@testable import ShardStore

/// The steps of a build, divided among threads and cut into small pieces.
struct IndexStepsTests {
  private let sample: IndexedSample
  private let bytes: [UInt8]

  init() throws {
    sample = try IndexedSample(units: 5, images: 9)
    try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    bytes = try readFile(sample.indexPath, bytesMax: 1 << 24)
  }

  @Test func `records that are read at once, the last first, give the same bytes`() async throws {
    let path = "\(sample.folder.path)/other.db"
    let summary = try await DatasetIndex.build(path: path, from: sample.sources) { steps in
      var stretches: [IndexSteps.Stretch] = []
      while let stretch = try steps.next() { stretches.append(stretch) }
      #expect(stretches.count == 5)
      let decoded = try await withThrowingTaskGroup(of: (Int, IndexSteps.Decoded).self) { group in
        for (place, stretch) in stretches.enumerated().reversed() {
          group.addTask { (place, try steps.decode(stretch)) }
        }
        return try await group.reduce(into: [Int: IndexSteps.Decoded]()) { $0[$1.0] = $1.1 }
      }
      for place in stretches.indices { try steps.insert(try #require(decoded[place])) }
    }
    #expect(summary.outcome == .built && summary.images == 45)
    #expect(try readFile(path, bytesMax: 1 << 24) == bytes)
  }

  @Test(arguments: [1, 1500, 5000, 1 << 20])
  func `stretches are bounded, and cover every record once and in order`(bytesMax: Int) throws {
    let scan = try IndexScan(sample.sources, PosixFileSystem())
    var stretches = IndexStretches(scan, units: [0, 1, 2, 3, 4], bytesMax: bytesMax)
    var images: [Int] = []
    var sizes: [Int] = []
    while let stretch = try stretches.next() {
      images += stretch.ordinals.indices.map {
        stretch.firstImage + $0 - stretch.ordinals.lowerBound
      }
      #expect(stretch.firstImage / 9 == stretch.unit)
      #expect(stretch.firstImage % 9 == stretch.ordinals.lowerBound)
      sizes.append(stretch.ordinals.count)
    }
    #expect(images == Array(0..<45))
    #expect(sizes.max() == [1: 1, 1500: 2, 5000: 5][bytesMax] ?? 9)
  }

  @Test func `a step that fails leaves the index of before and nothing else`() async throws {
    let before = sample.folder.names
    for failing in ["next", "decode", "insert", "run"] {
      await #expect(throws: CancellationError.self) {
        try await DatasetIndex.build(path: sample.indexPath, from: sample.sources) { steps in
          guard failing != "next", let stretch = try steps.next(), failing != "decode" else {
            throw CancellationError()
          }
          let decoded = try steps.decode(stretch)
          guard failing != "insert" else { throw CancellationError() }
          try steps.insert(decoded)
          throw CancellationError()
        }
      }
      #expect(sample.folder.names == before)
      #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == bytes)
    }
  }
}
