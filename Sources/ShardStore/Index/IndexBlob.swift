import Foundation
import GRDB

/// Bytes as SQLite keeps them: keys are never text, since text is compared after decoding.
struct IndexBlob: DatabaseValueConvertible {
  var bytes: [UInt8]

  var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> IndexBlob? {
    Data.fromDatabaseValue(value).map { IndexBlob(bytes: [UInt8]($0)) }
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }
}
