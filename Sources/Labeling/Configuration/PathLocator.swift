/// Turns the paths of a pipeline into paths that can be opened.
///
/// A relative path of the file starts at the file's folder, one of the command line at the folder
/// where the tool was started. `${NAME}` and `~` are not expanded.
struct PathLocator: Sendable {
  /// Folder of the pipeline file; empty for the current folder.
  let fileFolder: String
  /// Folder where the tool was started, absolute.
  let currentFolder: String

  /// The path written as `given` at `place`.
  func path(_ given: String, at place: SettingPlace) -> SettingPath {
    // A command runs where the tool was started.
    if given.hasPrefix("/") || given.hasPrefix("pipe:") {
      return SettingPath(given: given, resolved: given)
    }
    switch place {
    case .file:
      return SettingPath(given: given, resolved: Self.joined(fileFolder, given))
    case .override:
      let path = Self.joined(currentFolder, given)
      return SettingPath(given: path, resolved: path)
    }
  }

  private static func joined(_ folder: String, _ path: String) -> String {
    if folder.isEmpty { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
