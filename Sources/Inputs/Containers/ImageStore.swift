import Codecs
import Foundation
public import Records
import Synchronization

/// The encoded images of a data set, wherever they lie: files of a folder, members of archives,
/// columns of tables, or archives that a command writes.
///
/// Names are keys only: members of archives are found by their place, never by a path.
public final class ImageStore: Sendable {
  /// Most archives open at a time.
  private static let openMax = 64

  /// A member of an archive, as a key.
  private struct Member: Hashable {
    var container: Int
    var offset: Int
  }

  /// Images of piped archives that were taken out of their streams.
  private struct Spool {
    var file: RandomAccessFile
    var offsets: [Member: Int]
  }

  private let folder: RootFolder
  private let containers: [InputContainer]
  private let spool: Spool?
  private let open = Mutex<[Int: RandomAccessFile]>([:])

  /// Creates a store of the images below `folder` and of those inside `containers`.
  public convenience init(folder: String, containers: [InputContainer] = []) {
    self.init(folder: RootFolder(path: folder), containers: containers, spool: nil)
  }

  private init(folder: RootFolder, containers: [InputContainer], spool: Spool?) {
    self.folder = folder
    self.containers = containers
    self.spool = spool
  }

  /// The image's bytes; a bad one is a rejection.
  ///
  /// - Throws: `FileError` for a failure of the machine, `InputError` for an archive that is not
  ///   what the list was made from, or a command that failed.
  public func read(
    _ image: InputImage, bytesMax: Int = 1 << 30
  ) throws -> Result<[UInt8], Rejection> {
    guard let place = image.location else {
      return try folder.read(image.key, bytesMax: bytesMax)
    }
    guard containers.indices.contains(place.container) else {
      throw InputError.damagedList(
        path: folder.path, found: "an image of container \(place.container)")
    }
    let container = containers[place.container]
    let isBase64 = container.kind == .base64
    guard place.bytes > 0 else { return .failure(Rejection(.emptyFile, "0 bytes")) }
    let limit = isBase64 ? bytesMax / 3 * 4 : bytesMax
    guard place.bytes <= limit else {
      return .failure(
        Rejection(.imageTooLarge, "\(place.bytes) bytes, expected at most \(limit)"))
    }
    let bytes: [UInt8]
    if InputStream.isStream(container.path) {
      guard let spool,
        let offset = spool.offsets[Member(container: place.container, offset: place.offset)]
      else {
        return try holding([image], scratch: NSTemporaryDirectory()).read(image)
      }
      bytes = try spool.file.read(count: place.bytes, at: offset)
    } else {
      let file = try file(place.container)
      guard place.bytes <= file.size, place.offset <= file.size - place.bytes else {
        throw InputError.badArchive(
          path: container.path, offset: place.offset, expected: "\(place.bytes) bytes of an image",
          found: "the end at \(file.size); it was cut since the plan was made")
      }
      bytes = try file.read(count: place.bytes, at: place.offset)
    }
    guard isBase64 else { return .success(bytes) }
    guard !bytes.contains(0x0a) else {
      throw InputError.badArchive(
        path: container.path, offset: place.offset, expected: "one line of the table",
        found: "several; is its .lineidx that of another table?")
    }
    guard let decoded = Base64Table.decoded(bytes) else {
      return .failure(Rejection(.unreadableFile, "expected base64, found other text"))
    }
    return decoded.isEmpty
      ? .failure(Rejection(.emptyFile, "0 bytes")) : .success(decoded)
  }

  private func file(_ container: Int) throws -> RandomAccessFile {
    if let file = open.withLock({ $0[container] }) { return file }
    let file = try RandomAccessFile(path: containers[container].path)
    open.withLock { open in
      if open.count >= Self.openMax { open.removeAll() }
      open[container] = file
    }
    return file
  }

  /// A store that has the piped ones of `images` on disk: each command runs once, until the last
  /// image that is wanted of it, and disk holds no other member.
  ///
  /// Without piped images it is this store. `check` is called for each member; it throws to stop.
  ///
  /// - Throws: `InputError.pipeFailed`; `.badArchive` when a stream is not what it was in the plan.
  public func holding(
    _ images: [InputImage], scratch: String, check: @escaping () throws -> Void = {}
  ) throws -> ImageStore {
    var wanted: [Int: [Int: InputImage]] = [:]
    for image in images {
      guard let place = image.location, containers.indices.contains(place.container),
        InputStream.isStream(containers[place.container].path), place.bytes > 0,
        place.bytes <= 1 << 30
      else { continue }
      wanted[place.container, default: [:]][place.offset] = image
    }
    guard !wanted.isEmpty else { return self }
    let file = try ScratchFile(directory: scratch, name: "images")
    var offsets: [Member: Int] = [:]
    var written = 0
    for (container, members) in wanted.sorted(by: { $0.key < $1.key }) {
      let path = containers[container].path
      var left = members
      var reader = TarReader(StreamArchive(try FileBytes(path: path, check: check)), path: path)
      while !left.isEmpty, let member = try reader.next() {
        try check()
        guard let image = left[member.offset] else { continue }
        guard image.location?.bytes == member.size, image.key.bytes.ends(with: member.name) else {
          throw InputError.badArchive(
            path: path, offset: member.offset,
            expected: "member '\(image.key)' of \(image.location?.bytes ?? 0) bytes, as planned",
            found: "'\(ImageKey(bytes: member.name))' of \(member.size); "
              + "to take the new archive remove inputs.list and plan again")
        }
        left[member.offset] = nil
        try file.write(try reader.content(of: member))
        offsets[Member(container: container, offset: member.offset)] = written
        written += member.size
      }
      if let lost = left.values.min(by: { $0.key < $1.key }) {
        throw InputError.badArchive(
          path: path, offset: lost.location?.offset ?? 0,
          expected: "member '\(lost.key)', as planned", found: "the end of the archive")
      }
    }
    let spool = Spool(file: try file.finish(), offsets: offsets)
    return ImageStore(folder: folder, containers: containers, spool: spool)
  }
}

extension [UInt8] {
  /// Whether the last bytes are `end`.
  fileprivate func ends(with end: [UInt8]) -> Bool {
    suffix(end.count).elementsEqual(end)
  }
}
