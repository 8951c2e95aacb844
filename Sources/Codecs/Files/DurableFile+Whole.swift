extension DurableFile {
  /// Publishes `bytes` as the new file `path`; the same bytes may already be there.
  @discardableResult
  public static func publish(
    _ bytes: [UInt8], at path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) -> Outcome {
    let (directory, name) = directoryAndName(of: path)
    let file = try DurableFile(directory: directory, name: name, fileSystem: fileSystem)
    try file.write(bytes)
    return try file.publish()
  }

  /// Puts `bytes` under `path` in place of what was there: readers see the old file or the new one.
  public static func replace(
    _ bytes: [UInt8], at path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    let (directory, name) = directoryAndName(of: path)
    let file = try DurableFile(directory: directory, name: name, fileSystem: fileSystem)
    try file.write(bytes)
    try file.replace()
  }

  /// Makes `temporaryPath`, a finished file that other code wrote, durable and renames it to `path`.
  ///
  /// Both must lie in the same folder. On an error the temporary file is left to its owner.
  public static func replace(
    _ path: String, byFinished temporaryPath: String,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    let (directory, _) = directoryAndName(of: path)
    var call = "open"
    do {
      let descriptor = try fileSystem.open(temporaryPath)
      defer { try? fileSystem.close(descriptor) }
      call = "fsync"
      try retrying { () throws(SystemError) in try fileSystem.sync(descriptor) }
      call = "rename"
      try fileSystem.rename(temporaryPath, to: path)
    } catch {
      throw .call(call, path: path, error: error, freeBytes: nil)
    }
    try fileSystem.synchronise(directory: directory)
  }

  /// Folder and name of `path`; the folder of a bare name is `.`, that of `/name` is `/.`.
  public static func directoryAndName(of path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (slash == path.startIndex ? "/." : String(path[..<slash]), name)
  }
}
