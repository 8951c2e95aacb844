import Codecs
import Foundation
import Labeling
import ShardStore
import Synchronization
import Testing

/// `gc` beside a worker that begins at the worst moment.
struct DatasetCleaningTests {
  /// A data set with a label set in use, `kept`, and one that the index does not name, `old`.
  private final class Sample: Sendable {
    let root = NSTemporaryDirectory() + "pseudobox-\(UUID().uuidString)"
    var old: String { "\(root)/labels/old" }
    private let indexes: [String: [UInt8]]

    init(_ indexes: [String: [UInt8]]) throws {
      self.indexes = indexes
      for folder in ["regions", "labels/kept", "labels/old"] {
        try PosixFileSystem().createDirectories("\(root)/\(folder)")
      }
      for unit in 0..<2 { try publish(unit) }
      try index("kept")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func index(_ labelSet: String) throws {
      try DurableFile.replace(indexes[labelSet] ?? [], at: "\(root)/index.db")
    }

    func publish(_ unit: Int) throws {
      try DurableFile.publish([UInt8(unit)], at: "\(old)/\(ShardName(unit: unit))")
    }

    func cleaning(
      _ fileSystem: any FileSystem = PosixFileSystem()
    ) throws -> DatasetCleaning {
      try DatasetCleaning(
        root: root, foreignAge: nil, supersededLabels: true, fileSystem: fileSystem)
    }

    var labels: [String] {
      ((try? PosixFileSystem().entries(of: "\(root)/labels")) ?? []).sorted()
    }
  }

  /// Indexes that name the one and the other set.
  private let indexes: [String: [UInt8]]

  init() throws {
    let folder = NSTemporaryDirectory() + "pseudobox-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try PosixFileSystem().createDirectories("\(folder)/regions")
    var indexes: [String: [UInt8]] = [:]
    for name in ["kept", "old"] {
      let path = "\(folder)/index.db"
      try DatasetIndex.build(
        path: path,
        from: IndexSources(
          regions: "\(folder)/regions", labels: nil, concepts: [], facts: ["label_set": name]))
      indexes[name] = try readFile(path, bytesMax: 1 << 24)
    }
    self.indexes = indexes
  }

  @Test func `a set that the index does not name goes, unless it has a file of another`() throws {
    let sample = try Sample(indexes)
    try sample.cleaning().remove().forEach { #expect($0.goes) }
    #expect(sample.labels == ["kept"])
    try PosixFileSystem().createDirectories(sample.old)
    try DurableFile.publish([1], at: "\(sample.old)/notes.txt")
    let cleaning = try sample.cleaning()
    #expect(cleaning.items.map(\.goes) == [false])
    #expect(try cleaning.remove() == cleaning.items)
    #expect(sample.labels == ["kept", "old"])
  }

  @Test func `what a dead gc has taken away is removed by the next`() throws {
    let sample = try Sample(indexes)
    let dead = "\(sample.root)/labels/.tmp-\(TemporaryName.thisHost)-2147483000-1-old"
    try PosixFileSystem().rename(sample.old, to: dead)
    let items = try sample.cleaning().remove()
    #expect(items.map(\.path) == [dead] && items.allSatisfy(\.goes))
    #expect(sample.labels == ["kept"])
  }

  /// A worker of the labels pass over `old`: it uses the folder, publishes a shard, and ends.
  private static func work(_ sample: Sample) throws {
    let use = try FolderUse(sample.old, makesFolder: true)
    try withExtendedLifetime(use) { try sample.publish(7) }
  }

  @Test func `whenever a worker begins, the shard that it has published stays`() throws {
    let dry = PausingFileSystem()
    let undisturbed = try Sample(indexes)
    let cleaning = try undisturbed.cleaning(dry)
    let before = dry.calls
    _ = try cleaning.remove()
    #expect(undisturbed.labels == ["kept"] && dry.calls - before > 8)
    for call in before..<dry.calls {
      let sample = try Sample(indexes)
      let failure = try Self.remove(sample, beside: call) { try Self.work(sample) }
      #expect(failure == nil, "before call \(call)")
      #expect(
        FileManager.default.fileExists(atPath: "\(sample.old)/\(ShardName(unit: 7))"),
        "before call \(call)")
      #expect(sample.labels == ["kept", "old"], "before call \(call)")
    }
  }

  /// Cleans up, while another thread begins `work` before the file-system call numbered `call`;
  /// returns what that ended with.
  private static func remove(
    _ sample: Sample, beside call: Int, _ work: @escaping @Sendable () throws -> Void
  ) throws -> String? {
    let failure = Mutex<String?>(nil)
    let done = DispatchSemaphore(value: 0)
    let system = PausingFileSystem(before: call) {
      Thread.detachNewThread {
        do {
          try work()
        } catch {
          failure.withLock { $0 = "\(error)" }
        }
        done.signal()
      }
      // It may have to wait for the call that waits for it here.
      if done.wait(timeout: .now() + .milliseconds(30)) == .success { done.signal() }
    }
    _ = try sample.cleaning(system).remove()
    done.wait()
    return failure.withLock { $0 }
  }

  @Test func `whenever the index begins to name the set, it stays whole`() throws {
    let dry = PausingFileSystem()
    let undisturbed = try Sample(indexes)
    let cleaning = try undisturbed.cleaning(dry)
    let before = dry.calls
    _ = try cleaning.remove()
    #expect(undisturbed.labels == ["kept"])
    var kept = 0
    for call in before..<dry.calls {
      let sample = try Sample(indexes)
      _ = try Self.remove(sample, beside: call) {
        // As a run does: it holds the set from before its labels are done until the index names it.
        guard let use = try? FolderUse(sample.old) else { return }
        try withExtendedLifetime(use) { try sample.index("old") }
      }
      let named = try DatasetIndex(path: "\(sample.root)/index.db").facts()["label_set"]
      guard named == "old" else { continue }
      kept += 1
      let shards = try PosixFileSystem().entries(of: sample.old).count { ShardName($0) != nil }
      #expect(shards == 2, "before call \(call)")
    }
    #expect(kept > 0)
  }
}

/// The real file system, which lets something happen before one of its calls.
private final class PausingFileSystem: FileSystem {
  private let real = PosixFileSystem()
  private let position: Int
  private let happening: @Sendable () -> Void
  private let count = Mutex(0)

  init(before position: Int = -1, _ happening: @escaping @Sendable () -> Void = {}) {
    self.position = position
    self.happening = happening
  }

  /// Number of calls so far.
  var calls: Int { count.withLock { $0 } }

  private func enter() {
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    if number == position { happening() }
  }

  func create(_ path: String) throws(SystemError) -> Int32 {
    enter()
    return try real.create(path)
  }

  func open(_ path: String) throws(SystemError) -> Int32 {
    enter()
    return try real.open(path)
  }

  func openDirectory(_ path: String) throws(SystemError) -> Int32 {
    enter()
    return try real.openDirectory(path)
  }

  func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) -> Int {
    try real.write(bytes, to: descriptor)
  }

  func read(count: Int, at offset: Int, from descriptor: Int32) throws(SystemError) -> [UInt8] {
    try real.read(count: count, at: offset, from: descriptor)
  }

  func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
    enter()
    return try real.status(of: descriptor)
  }

  func sync(_ descriptor: Int32) throws(SystemError) {}

  func syncAll(_ descriptor: Int32) throws(SystemError) {}

  func close(_ descriptor: Int32) throws(SystemError) {
    enter()
    try real.close(descriptor)
  }

  func link(_ source: String, to target: String) throws(SystemError) {
    enter()
    try real.link(source, to: target)
  }

  func rename(_ source: String, to target: String) throws(SystemError) {
    enter()
    try real.rename(source, to: target)
  }

  func remove(_ path: String) throws(SystemError) {
    enter()
    try real.remove(path)
  }

  func createDirectory(_ path: String) throws(SystemError) {
    enter()
    try real.createDirectory(path)
  }

  func removeDirectory(_ path: String) throws(SystemError) {
    enter()
    try real.removeDirectory(path)
  }

  func entries(of path: String) throws(SystemError) -> [String] {
    enter()
    return try real.entries(of: path)
  }

  func freeBytes(at path: String) -> Int? { nil }

  func isAlive(process: Int32) -> Bool { real.isAlive(process: process) }

  func lock(_ descriptor: Int32, isShared: Bool) -> Bool {
    enter()
    return real.lock(descriptor, isShared: isShared)
  }
}
