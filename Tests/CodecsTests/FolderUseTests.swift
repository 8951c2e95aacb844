import Codecs
import Foundation
import Glibc
import Testing

/// Folders that are worked in, and folders that are removed.
struct FolderUseTests {
  private let folder = TemporaryFolder()
  private var set: String { "\(folder.path)/set" }
  private let system = PosixFileSystem()

  @Test func `a folder in use is not taken away, and one that is free goes whole`() throws {
    do {
      let first = try FolderUse(set, makesFolder: true)
      let second = try FolderUse(set)
      let taken = try FolderRemoval(set)
      withExtendedLifetime((first, second)) { #expect(taken == nil) }
    }
    try system.createDirectories("\(set)/deep/er")
    try DurableFile.publish([1], at: "\(set)/deep/er/a")
    let removal = try #require(try FolderRemoval(set))
    #expect(folder.names.count == 1 && folder.names[0].hasPrefix(".tmp-"))
    try removal.remove()
    #expect(folder.names == [])
    #expect(try FolderRemoval(set) == nil)
  }

  @Test func `a folder that is put back is as it was`() throws {
    try system.createDirectories(set)
    try DurableFile.publish([1], at: "\(set)/a")
    do {
      let removal = try #require(try FolderRemoval(set))
      try removal.putBack()
    }
    #expect(folder.names == ["set"] && FileManager.default.fileExists(atPath: "\(set)/a"))
    let removal = try #require(try FolderRemoval(set))
    // Somebody has made a new one meanwhile: nothing of his is touched.
    let use = try FolderUse(set, makesFolder: true)
    try DurableFile.publish([2], at: "\(set)/b")
    #expect(throws: FileError.self) { try removal.putBack() }
    withExtendedLifetime(use) {
      #expect(FileManager.default.fileExists(atPath: "\(set)/b"))
      #expect(FileManager.default.fileExists(atPath: "\(removal.path)/a"))
    }
  }

  @Test func `without a folder there is no use, unless it is made`() throws {
    #expect {
      _ = try FolderUse(set)
    } throws: { error in
      guard case .call(_, _, let cause, _)? = error as? FileError else { return false }
      return cause.code == ENOENT
    }
    _ = try FolderUse(set, makesFolder: true)
    #expect(folder.names == ["set"])
  }

  @Test func `a folder that a dead remover left is cleared, that of a live one is not`() throws {
    let dead = ".tmp-\(TemporaryName.thisHost)-2147483000-1-set"
    try system.createDirectories("\(folder.path)/\(dead)/sub")
    try DurableFile.publish([1], at: "\(folder.path)/\(dead)/sub/a")
    do {
      let use = try FolderUse("\(folder.path)/\(dead)")
      let removed = try DurableFile.removeStale(in: folder.path)
      withExtendedLifetime(use) { #expect(removed == []) }
    }
    #expect(try DurableFile.removeStale(in: folder.path) == [dead])
    #expect(folder.names == [])
  }

  @Test func `a writer whose process cannot be seen never loses the file that it has made`()
    async throws
  {
    let path = "\(folder.path)/.tmp-\(TemporaryName.thisHost)-2147483000-1-a"
    let folder = folder.path
    let writer = Task.detached {
      var lost = 0
      for _ in 0..<3000 {
        let system = PosixFileSystem()
        let descriptor = try system.create(path)
        // Whoever has created a file may use its name until he gives it up.
        if access(path, F_OK) != 0 { lost += 1 }
        try? system.remove(path)
        try system.close(descriptor)
      }
      return lost
    }
    let cleaner = Task.detached {
      while !Task.isCancelled { _ = try DurableFile.removeStale(in: folder) }
    }
    #expect(try await writer.value == 0)
    cleaner.cancel()
    try await cleaner.value
  }
}
