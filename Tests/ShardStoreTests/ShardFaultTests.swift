import Codecs
import Foundation
import Glibc
import Records
import ShardStore
import Testing

/// A shard is written while each of its system calls fails in turn.
struct ShardFaultTests {
  private let records = Samples.records(6, seed: 2)
  private let name = "unit-00000007.plr.zst"

  static let faults: [FaultyFileSystem.Fault] = [
    .fails(EIO), .fails(ENOSPC), .fails(EFBIG), .failsForGood(EIO), .failsForGood(ENOSPC),
    .isInterrupted, .isShort, .stops,
  ]

  @Test(arguments: faults)
  func `whatever call fails, the shard is whole or not there, and a second run ends well`(
    fault: FaultyFileSystem.Fault
  ) throws {
    let dry = FaultyFileSystem()
    let reference = TemporaryFolder()
    let expected = try Samples.write(
      records, to: "\(reference.path)/regions", fileSystem: dry)
    #expect(dry.calls.count { $0 == "write" } == records.count + 4)
    for position in dry.calls.indices {
      let place = "\(fault) at \(position), \(dry.calls[position])"
      let folder = TemporaryFolder()
      let path = "\(folder.path)/regions/\(name)"
      let system = FaultyFileSystem(fault, at: position)
      do {
        let summary = try Samples.write(
          records, to: "\(folder.path)/regions", fileSystem: system)
        #expect(summary.digest == expected.digest, "\(place)")
      } catch {
        guard case .file = error as? ShardError else {
          Issue.record("\(place): \(error)")
          continue
        }
      }
      if FileManager.default.fileExists(atPath: path) {
        #expect(try SHA256Digest(ofFile: path) == expected.digest, "\(place)")
      }
      let again = try Samples.write(records, to: "\(folder.path)/regions")
      #expect(again.digest == expected.digest, "\(place)")
    }
  }

  @Test func `eight writers of one unit leave one shard`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path
    let records = records
    let outcomes = try await withThrowingTaskGroup(of: DurableFile.Outcome.self) { group in
      for _ in 0..<8 {
        group.addTask { try Samples.write(records, to: path).outcome }
      }
      return try await group.reduce(into: [DurableFile.Outcome]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .published } == 1)
    #expect(folder.names == [name])
    #expect(try ShardReader.verify(path: "\(folder.path)/\(name)") == [])
  }

  @Test func `a unit cannot be written out of order or twice`() throws {
    let folder = TemporaryFolder()
    for order in [[1, 0], [0, 0], [2, 2, 3]] {
      let writer = try ShardWriter(directory: folder.path, header: Samples.header(.regions))
      #expect {
        for index in order { try writer.append(records[index]) }
      } throws: { error in
        guard case .unordered = error as? ShardError else { return false }
        return true
      }
    }
    #expect(folder.names == [])
  }

  @Test func `a record of the other kind is refused`() throws {
    let folder = TemporaryFolder()
    let writer = try ShardWriter(directory: folder.path, header: Samples.header(.labels))
    #expect {
      try writer.append(records[0])
    } throws: { error in
      guard case .wrongKind(_, .labels, .regions) = error as? ShardError else { return false }
      return true
    }
  }

  @Test func `a header that breaks a rule is refused before a file is made`() throws {
    let folder = TemporaryFolder()
    var bad = [Samples.header(.regions), Samples.header(.regions), Samples.header(.labels)]
    bad[0].embeddingSize = 0
    bad[1].poolDigest = Samples.digest
    bad[2].conceptsPerRegion = ShardLimits.conceptsPerRegionMax + 1
    for header in bad {
      #expect {
        try ShardWriter(directory: folder.path, header: header)
      } throws: { error in
        guard case .invalidHeader = error as? ShardError else { return false }
        return true
      }
    }
    #expect(folder.names == [])
  }
}
