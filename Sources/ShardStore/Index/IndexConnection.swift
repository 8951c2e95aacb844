import GRDB

/// How the files of an index are opened.
enum IndexConnection {
  /// A name that SQLite opens without any file lock, which network file systems do not keep.
  ///
  /// Safe because the file has a name of this process and one connection.
  static func unlocked(_ path: String) -> String {
    "file:\(escaped(path))?vfs=unix-none"
  }

  /// A name that SQLite opens for reading, as a file that nobody changes: no locks, no journal.
  static func immutable(_ path: String) -> String {
    "file:\(escaped(path))?mode=ro&immutable=1"
  }

  /// Opens a foreign file: nothing in it is run, and broken pages are found.
  static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.prepareDatabase { database in
      for pragma in [
        "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON",
      ] {
        try database.execute(sql: "PRAGMA \(pragma)")
      }
    }
    return try DatabaseQueue(path: immutable(path), configuration: configuration)
  }

  /// The path with everything but the unreserved characters of RFC 3986 and `/` escaped.
  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.append(byte)
      default:
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
