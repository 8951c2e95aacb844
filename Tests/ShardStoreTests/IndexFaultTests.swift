import Codecs
import Foundation
import Glibc
import Records
import ShardStore
import Testing

/// An index is built while each of its system calls outside SQLite fails in turn.
struct IndexFaultTests {
  @Test(arguments: [
    FaultyFileSystem.Fault.fails(EIO), .fails(ENOSPC), .failsForGood(EIO), .isShort, .stops,
  ])
  func `whatever call fails, the old index or the whole new one is there`(
    fault: FaultyFileSystem.Fault
  ) throws {
    let sample = try IndexedSample(units: 1, images: 3)
    let reference = try IndexedSample(units: 1, images: 3)
    try DatasetIndex.build(path: reference.indexPath, from: reference.sources)
    let new = try readFile(reference.indexPath, bytesMax: 1 << 24)
    var sources = reference.sources
    sources.facts = ["age": "old"]
    try DatasetIndex.build(path: reference.indexPath, from: sources)
    let old = try readFile(reference.indexPath, bytesMax: 1 << 24)
    let dry = FaultyFileSystem()
    try DatasetIndex.build(path: sample.indexPath, from: sample.sources, fileSystem: dry)
    #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == new)
    for position in dry.calls.indices {
      let place = "\(fault) at \(position), \(dry.calls[position])"
      try DurableFile.replace(old, at: sample.indexPath)
      let system = FaultyFileSystem(fault, at: position)
      var isDone = false
      do {
        try DatasetIndex.build(path: sample.indexPath, from: sample.sources, fileSystem: system)
        isDone = true
      } catch {
        #expect(!error.description.isEmpty, "\(place)")
      }
      let found = try readFile(sample.indexPath, bytesMax: 1 << 24)
      #expect(found == new || (found == old && !isDone), "\(place)")
      // A dead process cannot clear up; the next start does.
      for name in sample.folder.names where name.hasPrefix(".tmp-") {
        if case .fails = fault, dry.calls[position] != "remove" {
          Issue.record("\(place): \(name)")
        }
        try PosixFileSystem().remove("\(sample.folder.path)/\(name)")
      }
    }
  }

  @Test func `a folder that is not there is named`() throws {
    let sample = try IndexedSample(units: 1, images: 3)
    #expect {
      try DatasetIndex.build(
        path: "\(sample.folder.path)/none/index.db", from: sample.sources)
    } throws: { error in
      guard case .file(.call("create", _, let cause, _)) = error as? IndexError else {
        return false
      }
      return cause.code == ENOENT
    }
  }
}
