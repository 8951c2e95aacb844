public import Codecs
internal import GRDB
import Glibc

/// The SQLite index of a data set: which image is where, what each concept found.
///
/// It is derived from the shards and can be made again at any time; nothing else is read from it.
/// It is opened as an unchanging file, so any number of processes may read it on any file system;
/// a new index replaces the file and leaves open ones as they are.
public final class DatasetIndex: Sendable {
  /// Path of the file.
  public let path: String
  private let queue: DatabaseQueue

  /// Builds the index of `sources` and puts it at `path` in place of an earlier one.
  ///
  /// The bytes depend only on the sources and the version of SQLite. With `takesOver` the rows of
  /// an earlier index at `path` are taken over where it is as it was written and its shards are the
  /// first of those that are there now; the bytes are the same. One thread reads the shards.
  @discardableResult
  public static func build(
    path: String, from sources: IndexSources, takesOver: Bool = false,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(IndexError) -> IndexSummary {
    try translating(path) {
      let scan = try IndexScan(sources, fileSystem)
      let earlier = takesOver ? EarlierIndex(path: path, scan: scan) : nil
      if let earlier, earlier.isWhole { return try earlier.summary(of: scan, path: path) }
      do {
        let builder = try IndexBuilder(path: path, scan: scan, earlier: earlier)
        try builder.steps.runInTurn()
        return try builder.finish()
      } catch  where earlier != nil && isDamage(error) {
        // The earlier index is only a cache gone bad.
        return try build(path: path, from: sources, fileSystem: fileSystem)
      }
    }
  }

  /// Builds the index as above, by steps that `run` may divide among threads; the bytes are the
  /// same.
  ///
  /// - Throws: `IndexError`, or what `run` throws.
  public static func build(
    path: String, from sources: IndexSources, takesOver: Bool = false,
    fileSystem: any FileSystem = PosixFileSystem(), run: (IndexSteps) async throws -> Void
  ) async throws -> IndexSummary {
    do {
      let scan = try IndexScan(sources, fileSystem)
      let earlier = takesOver ? EarlierIndex(path: path, scan: scan) : nil
      if let earlier, earlier.isWhole { return try earlier.summary(of: scan, path: path) }
      do {
        let builder = try IndexBuilder(path: path, scan: scan, earlier: earlier)
        try await run(builder.steps)
        return try builder.finish()
      } catch  where earlier != nil && isDamage(error) {
        return try await build(path: path, from: sources, fileSystem: fileSystem, run: run)
      }
    } catch {
      throw translated(error, path) ?? error
    }
  }

  /// Opens an index for reading.
  public init(path: String) throws(IndexError) {
    self.path = path
    do {
      // SQLite would only say that it is unable to open the file.
      _ = try RandomAccessFile(path: path)
    } catch {
      throw .file(error)
    }
    queue = try Self.translating(path) {
      let queue = try IndexConnection.open(path)
      try queue.read { database in try Self.check(database, path: path) }
      return queue
    }
  }

  /// Reads every page and fails when SQLite finds damage.
  ///
  /// - Throws: `IndexError.database`.
  public func check() throws(IndexError) {
    let path = path
    try read { database in
      let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
      guard found == ["ok"] else {
        throw IndexError.database(path: path, text: found.joined(separator: "; "))
      }
    }
  }

  /// Runs one read.
  func read<Value>(_ body: (Database) throws -> Value) throws(IndexError) -> Value {
    try Self.translating(path) { try queue.read(body) }
  }

  private static func check(_ database: Database, path: String) throws {
    func expect(_ what: String, _ expected: Int, _ pragma: String) throws {
      let found = try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0
      guard found == expected else {
        throw IndexError.notAnIndex(
          path: path, what: what, expected: "\(expected)", found: "\(found)")
      }
    }
    try expect("application id", IndexSchema.applicationID, "application_id")
    try expect("version", IndexSchema.version, "user_version")
    let foreign = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index')")
    guard foreign.isEmpty else {
      throw IndexError.notAnIndex(
        path: path, what: "tables and indexes", expected: "only", found: "\(foreign)")
    }
    // Word for word: a column or an index may hold an expression that is run when rows are read.
    let found = try String.fetchAll(
      database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    guard Set(found) == IndexSchema.statements else {
      throw IndexError.notAnIndex(
        path: path, what: "tables", expected: "those of schemas/index.sql", found: "others")
    }
  }

  /// Gives every error of a build or read its place.
  private static func translating<Value>(
    _ path: String, _ body: () throws -> Value
  ) throws(IndexError) -> Value {
    do {
      return try body()
    } catch {
      throw translated(error, path) ?? .database(path: path, text: "\(error)")
    }
  }

  /// An error of shards, files or SQLite as one of the index; `nil` for any other.
  private static func translated(_ error: any Error, _ path: String) -> IndexError? {
    switch error {
    case let error as IndexError: error
    case let error as ShardError: .shard(error)
    case let error as FileError: .file(error)
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
      // A full disk is one thing, whoever meets it.
      .file(
        .call(
          "writing the index", path: path, error: SystemError(code: ENOSPC),
          freeBytes: PosixFileSystem().freeBytes(
            at: DurableFile.directoryAndName(of: path).directory)))
    case let error as DatabaseError:
      .database(path: path, text: error.message ?? "\(error.resultCode)")
    default: nil
    }
  }
}

/// Whether an index's pages or rows are not what SQLite or our tables allow.
private func isDamage(_ error: any Error) -> Bool {
  switch error {
  case let error as DatabaseError:
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH]
      .contains(error.resultCode)
  case let error as IndexError:
    if case .database = error { true } else { false }
  default: false
  }
}
