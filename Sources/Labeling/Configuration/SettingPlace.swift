/// Where a setting was written.
public enum SettingPlace: Hashable, Sendable, CustomStringConvertible {
  /// In a pipeline file; lines and columns are counted from 1, columns in Unicode scalars.
  case file(path: String, line: Int, column: Int)
  /// On the command line, as the value of this key.
  case override(key: String)

  /// `file:line:column`, or `--set key`.
  public var description: String {
    switch self {
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .override(let key): "--set \(key)"
    }
  }

  /// The order of messages: the file from top to bottom, then the command line.
  static func precedes(_ left: SettingPlace, _ right: SettingPlace) -> Bool {
    switch (left, right) {
    case (.file(_, let leftLine, let leftColumn), .file(_, let rightLine, let rightColumn)):
      (leftLine, leftColumn) < (rightLine, rightColumn)
    case (.file, .override): true
    case (.override, .file): false
    case (.override(let leftKey), .override(let rightKey)): leftKey < rightKey
    }
  }
}
