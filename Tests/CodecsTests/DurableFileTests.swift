import Codecs
import Foundation
import Glibc
import Testing

struct DurableFileTests {
  static let bytes = Array("all of it".utf8)

  @Test func `a file appears complete under its name and nowhere else`() throws {
    let folder = TemporaryFolder()
    let file = try DurableFile(directory: folder.path, name: "a.txt")
    try file.write(Array("all ".utf8))
    #expect(folder.names.count == 1)
    #expect(TemporaryName(folder.names[0])?.finalName == "a.txt")
    try file.write(Array("of it".utf8))
    #expect(try file.publish() == .published)
    #expect(folder.names == ["a.txt"])
    #expect(folder.contents("a.txt") == Self.bytes)
    #expect(file.digest == SHA256Digest(of: Self.bytes))
    #expect(file.count == Self.bytes.count)
  }

  @Test func `publishing never replaces`() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a.txt"
    #expect(try DurableFile.publish(Self.bytes, at: path) == .published)
    #expect(try DurableFile.publish(Self.bytes, at: path) == .alreadyThere)
    #expect(
      throws: FileError.conflict(
        path: path, ours: SHA256Digest(of: [1]), theirs: SHA256Digest(of: Self.bytes))
    ) { try DurableFile.publish([1], at: path) }
    #expect(folder.names == ["a.txt"])
    #expect(folder.contents("a.txt") == Self.bytes)
  }

  @Test func `replacing puts the new bytes in place of the old`() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a.txt"
    try DurableFile.replace([1], at: path)
    try DurableFile.replace(Self.bytes, at: path)
    #expect(folder.names == ["a.txt"])
    #expect(folder.contents("a.txt") == Self.bytes)
  }

  @Test func `a full disk is reported with the bytes that are free and what to do`() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a.txt"
    let faulty = FaultyFileSystem(.fails(ENOSPC), at: 1)
    #expect {
      try DurableFile.publish(Self.bytes, at: path, fileSystem: faulty)
    } throws: { error in
      "\(error)" == """
        \(path): write failed: No space left on device (errno 28), 4096 bytes free. \
        Free some space and run again; finished units are kept.
        """
    }
    #expect(folder.names == [])
  }

  /// Faults that are tried at every call.
  static let faults: [FaultyFileSystem.Fault] = [
    .fails(EIO), .fails(ENOSPC), .fails(EMFILE), .failsForGood(EIO), .failsForGood(ENOSPC),
    .isInterrupted, .isShort, .stops,
  ]

  /// Runs `body` with a fault at each of its calls in turn; `check` sees how it ended.
  func sweep(
    _ body: (any FileSystem, TemporaryFolder) throws -> Void,
    prepare: (TemporaryFolder) throws -> Void = { _ in },
    check: (FaultyFileSystem.Fault, String, TemporaryFolder, (any Error)?) throws -> Void
  ) throws {
    let dry = FaultyFileSystem()
    let first = TemporaryFolder()
    try prepare(first)
    try body(dry, first)
    #expect(dry.calls.count > 5)
    for fault in Self.faults {
      for position in dry.calls.indices {
        let folder = TemporaryFolder()
        try prepare(folder)
        var failure: (any Error)?
        do {
          try body(FaultyFileSystem(fault, at: position), folder)
        } catch {
          failure = error
        }
        try check(fault, "\(fault) at \(position), \(dry.calls[position])", folder, failure)
      }
    }
  }

  @Test func `whatever call fails, the name shows nothing or the whole file`() throws {
    try sweep { system, folder in
      try DurableFile.publish(Self.bytes, at: "\(folder.path)/a.txt", fileSystem: system)
    } check: { fault, place, folder, failure in
      let published = folder.contents("a.txt")
      #expect(published == nil || published == Self.bytes, "\(place)")
      #expect(failure == nil || failure is FileError, "\(place)")
      // Success is never claimed for a file that is not there.
      if failure == nil { #expect(published == Self.bytes, "\(place)") }
      if case .isShort = fault { #expect(failure == nil, "\(place)") }
      guard case .fails = fault, !place.hasSuffix("remove") else { return }
      #expect(!folder.names.contains { $0.hasPrefix(".tmp-") }, "\(place)")
    }
  }

  @Test func `whatever call fails, replacing leaves the old file or the new one`() throws {
    try sweep { system, folder in
      try DurableFile.replace(Self.bytes, at: "\(folder.path)/a.txt", fileSystem: system)
    } prepare: { folder in
      try DurableFile.replace([1], at: "\(folder.path)/a.txt")
    } check: { fault, place, folder, failure in
      let found = folder.contents("a.txt")
      #expect(found == [1] || found == Self.bytes, "\(place)")
      if failure == nil { #expect(found == Self.bytes, "\(place)") }
      if case .isShort = fault { #expect(failure == nil, "\(place)") }
      guard case .fails = fault else { return }
      #expect(!folder.names.contains { $0.hasPrefix(".tmp-") }, "\(place)")
    }
  }

  @Test func `whatever call fails, a published file is not touched by a second writer`() throws {
    try sweep { system, folder in
      try DurableFile.publish(Self.bytes, at: "\(folder.path)/a.txt", fileSystem: system)
    } prepare: { folder in
      try DurableFile.publish(Self.bytes, at: "\(folder.path)/a.txt")
    } check: { _, place, folder, _ in
      #expect(folder.contents("a.txt") == Self.bytes, "\(place)")
    }
  }

  @Test func `a file system without hard links is served by rename`() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a.txt"
    // create, write, sync, close, link
    let first = FaultyFileSystem(.fails(EPERM), at: 4)
    #expect(try DurableFile.publish(Self.bytes, at: path, fileSystem: first) == .published)
    #expect(first.calls.contains("rename"))
    let second = FaultyFileSystem(.fails(EPERM), at: 4)
    #expect(try DurableFile.publish(Self.bytes, at: path, fileSystem: second) == .alreadyThere)
    let third = FaultyFileSystem(.fails(EPERM), at: 4)
    #expect(throws: FileError.self) { try DurableFile.publish([1], at: path, fileSystem: third) }
    #expect(folder.names == ["a.txt"])
    #expect(folder.contents("a.txt") == Self.bytes)
  }

  @Test func `only files of dead processes of this host are cleared`() throws {
    let folder = TemporaryFolder()
    let live = TemporaryName.next(for: "unit-1.txt")
    let host = try #require(TemporaryName(live)).host
    // Process numbers end at 2^22 on Linux.
    let dead = ".tmp-\(host)-2147483000-1-unit-2.txt"
    let kept = [live, ".tmp-elsewhere-2147483000-1-a", ".tmp-", "unit-1.txt", ".tmp-x-y-z-w"]
    for name in kept + [dead] {
      #expect(FileManager.default.createFile(atPath: "\(folder.path)/\(name)", contents: nil))
    }
    #expect(try DurableFile.removeStale(in: folder.path) == [dead])
    #expect(folder.names == kept.sorted())
  }

  @Test func `a file whose writer holds its lock stays, whatever its name says`() throws {
    let folder = TemporaryFolder()
    let host = TemporaryName.thisHost
    let dead = ".tmp-\(host)-2147483000-1-a"
    let system = PosixFileSystem()
    let descriptor = try system.create("\(folder.path)/\(dead)")
    #expect(try StaleFiles(in: folder.path).entries.map(\.keeper) == [.writer])
    #expect(try DurableFile.removeStale(in: folder.path) == [])
    try system.close(descriptor)
    #expect(try StaleFiles(in: folder.path).entries.map(\.keeper) == [nil])
    #expect(try DurableFile.removeStale(in: folder.path) == [dead])
  }

  @Test func `a name that another writer has is left to it`() throws {
    let folder = TemporaryFolder()
    // The first call makes the temporary file, as if somebody had one of that name.
    let taken = FaultyFileSystem(.fails(EEXIST), at: 0)
    #expect(throws: FileError.self) {
      try DurableFile(directory: folder.path, name: "a", fileSystem: taken)
    }
    #expect(taken.calls.count == 1, "nothing was removed: \(taken.calls)")
    let names = Set((0..<100).map { _ in TemporaryName.next(for: "a") })
    #expect(names.count == 100)
    #expect(names.allSatisfy { (TemporaryName($0)?.number ?? 0) > 1 << 20 })
  }

  @Test func `a living process whose lock is free keeps its file until it is old`() throws {
    let folder = TemporaryFolder()
    let name = ".tmp-\(TemporaryName.thisHost)-\(getpid())-1-a"
    try Data("x".utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    let now = Int(Date().timeIntervalSince1970)
    #expect(try StaleFiles(in: folder.path).entries.map(\.keeper) == [.writer])
    for (later, keeper) in [(59, StaleFiles.Keeper.writer), (61, nil)] {
      let found = try StaleFiles(in: folder.path, foreignAge: 60, now: now + later)
      #expect(found.entries.map(\.keeper) == [keeper])
    }
  }

  @Test func `files of another machine go when they are old enough`() throws {
    let folder = TemporaryFolder()
    let names = [".tmp-elsewhere-5-1-a", ".tmp-x-y-z-w"]
    for name in names {
      _ = FileManager.default.createFile(atPath: "\(folder.path)/\(name)", contents: Data([1, 2]))
    }
    let now = Int(Date.now.timeIntervalSince1970)
    for (age, later, keeper) in [
      (nil, 1 << 30, .otherHost), (3600, 3500, .otherHost), (3600, 3700, nil),
    ] as [(Int?, Int, StaleFiles.Keeper?)] {
      let found = try StaleFiles(in: folder.path, foreignAge: age, now: now + later)
      #expect(found.entries.map(\.keeper) == [keeper, .unknown])
      #expect(found.entries.map(\.bytes) == [2, 2])
    }
    try StaleFiles(in: folder.path, foreignAge: 60, now: now + 61).remove()
    #expect(folder.names == [names[1]])
  }

  @Test func `a folder that cannot have its name leaves the old one under it`() throws {
    func fill(_ folder: DurableFolder, _ text: String) throws {
      let file = try #require(try folder.file("a.txt"))
      try file.write(Array(text.utf8))
      try file.close()
    }
    func publish(in folder: TemporaryFolder, _ system: FaultyFileSystem) throws {
      let new = try DurableFolder(path: "\(folder.path)/out", fileSystem: system)
      try fill(new, "new")
      try new.publish(replacing: true)
    }
    let dry = FaultyFileSystem()
    try publish(in: TemporaryFolder(), dry)
    // Nothing was there to be put aside: the first rename failed, the second gave the name.
    let renames = dry.calls.indices.filter { dry.calls[$0] == "rename" }
    #expect(renames.count == 2)
    for (place, text) in [(renames[0], "old"), (renames[1], "old"), (-1, "new")] {
      let folder = TemporaryFolder()
      let old = try DurableFolder(path: "\(folder.path)/out")
      try fill(old, "old")
      try old.publish(replacing: false)
      let system = FaultyFileSystem(.fails(EIO), at: place)
      if place < 0 {
        try publish(in: folder, system)
      } else {
        #expect(throws: FileError.self) { try publish(in: folder, system) }
      }
      #expect(folder.names == ["out"])
      #expect(folder.contents("out/a.txt") == Array(text.utf8))
    }
  }

  @Test func `files of a folder are made durable together, before it has its name`() throws {
    func publish(in folder: TemporaryFolder, _ system: FaultyFileSystem) throws {
      let new = try DurableFolder(path: "\(folder.path)/out", fileSystem: system)
      for name in ["a", "b/c", "b/d"] {
        let file = try #require(try new.file(name))
        try file.write(Array(name.utf8))
        try file.close()
      }
      try new.publish(replacing: false)
    }
    let dry = FaultyFileSystem()
    try publish(in: TemporaryFolder(), dry)
    let all = try #require(dry.calls.firstIndex(of: "syncAll"))
    let name = try #require(dry.calls.firstIndex(of: "rename"))
    let written = try #require(dry.calls.lastIndex(of: "write"))
    #expect(written < all && all < name && dry.calls[..<name].count { $0 == "syncAll" } == 1)
    #expect(dry.calls[..<name].count { $0 == "sync" } == 1, "of the folder b, of no file")
    let (open, mine) = (try #require(dry.calls.firstIndex(of: "openDirectory")), all)
    for place in [open, mine] {
      let folder = TemporaryFolder()
      #expect(throws: FileError.self) {
        try publish(in: folder, FaultyFileSystem(.fails(EIO), at: place))
      }
      #expect(folder.names == [])
    }
    let folder = TemporaryFolder()
    try publish(in: folder, FaultyFileSystem(.isInterrupted, at: all))
    #expect(folder.names == ["out"] && folder.contents("out/b/c") == Array("b/c".utf8))
  }

  @Test func `folders are made with their parents and may exist`() throws {
    let folder = TemporaryFolder()
    let system = PosixFileSystem()
    try system.createDirectories("\(folder.path)/a/b/c")
    try system.createDirectories("\(folder.path)/a/b/c")
    #expect(folder.names == ["a"])
    #expect(throws: FileError.self) {
      try DurableFile.publish([], at: "\(folder.path)/file")
      try system.createDirectories("\(folder.path)/file/d")
    }
  }
}
