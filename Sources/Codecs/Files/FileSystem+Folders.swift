import Glibc

extension FileSystem {
  /// Creates the folder `path` and its missing parents, and makes their names durable.
  public func createDirectories(_ path: String) throws(FileError) {
    var missing: [String] = []
    var current = path
    while true {
      do {
        try createDirectory(current)
        missing.append(current)
        break
      } catch {
        switch error.code {
        case EEXIST:
          try requireDirectory(current)
          break
        case ENOENT where DurableFile.directoryAndName(of: current).directory != current:
          missing.append(current)
          current = DurableFile.directoryAndName(of: current).directory
          continue
        default:
          throw .call("mkdir", path: current, error: error, freeBytes: nil)
        }
        break
      }
    }
    for folder in missing.reversed() {
      do {
        try createDirectory(folder)
      } catch {
        // The first one was made above; another process may make the others at the same moment.
        guard error.code == EEXIST else {
          throw .call("mkdir", path: folder, error: error, freeBytes: nil)
        }
      }
      try synchronise(directory: DurableFile.directoryAndName(of: folder).directory)
    }
  }

  /// Removes the folder `path` with everything in it; one that is gone is removed.
  public func removeTree(_ path: String) throws(SystemError) {
    do throws(SystemError) {
      for name in try entries(of: path) {
        let entry = "\(path)/\(name)"
        do throws(SystemError) {
          try remove(entry)
        } catch {
          // Linux says EISDIR of a folder, POSIX EPERM.
          guard [EISDIR, EPERM].contains(error.code) else { throw error }
          try removeTree(entry)
        }
      }
      try removeDirectory(path)
    } catch {
      guard error.code == ENOENT else { throw error }
    }
  }

  /// Forces the names in a folder to stable storage.
  func synchronise(directory: String) throws(FileError) {
    var call = "open"
    do {
      let descriptor = try retrying { () throws(SystemError) in try openDirectory(directory) }
      defer { try? close(descriptor) }
      call = "fsync"
      try retrying { () throws(SystemError) in try sync(descriptor) }
    } catch {
      // Some network file systems cannot synchronise folders and say so by EINVAL.
      guard error.code != EINVAL else { return }
      throw .call("\(call) of the folder", path: directory, error: error, freeBytes: nil)
    }
  }

  private func requireDirectory(_ path: String) throws(FileError) {
    do {
      try close(openDirectory(path))
    } catch {
      throw .call("open of the folder", path: path, error: error, freeBytes: nil)
    }
  }
}
