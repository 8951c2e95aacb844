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

/// A value that no index of ours has.
struct UnexpectedValue: Error, CustomStringConvertible {
  let column: Int
  let found: DatabaseValue

  var description: String { "column \(column) holds \(found)" }
}

extension Row {
  /// The value of a column.
  ///
  /// A damaged file may hold anything, and subscripts of rows trap on what they cannot convert.
  func value<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
    let found: DatabaseValue = self[column]
    guard let value = Value.fromDatabaseValue(found) else {
      throw UnexpectedValue(column: column, found: found)
    }
    return value
  }

  /// The value of a column that may be null.
  func optional<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value? {
    let found: DatabaseValue = self[column]
    return found.isNull ? nil : try value(column)
  }
}
