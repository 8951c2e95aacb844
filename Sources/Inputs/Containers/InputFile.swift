import Codecs

/// Opens files that a user names.
enum InputFile {
  /// The file at `path`, for reading at any place.
  ///
  /// - Throws: `InputError.missing` or `.unreadable` for a file that cannot be opened; `FileError`.
  static func open(_ path: String) throws -> RandomAccessFile {
    do {
      return try RandomAccessFile(path: path)
    } catch {
      guard case .call(let call, _, let system, _) = error, call == "open" else { throw error }
      throw system.code == SystemError.notFound
        ? InputError.missing(path: path) : .unreadable(path: path, reason: "\(system)")
    }
  }
}
