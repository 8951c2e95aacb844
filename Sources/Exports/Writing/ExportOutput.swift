import Codecs
import Foundation

/// Where an export goes: a file, a folder of files, or nowhere.
///
/// Nothing has its final name before `publish`.
final class ExportOutput {
  /// Bytes written so far.
  private(set) var bytes = 0
  private let path: String
  private let isForced: Bool
  private var folder: DurableFolder?
  private var file: DurableFile?

  /// Name of the file by which an export's folder is known.
  static let marker = "pseudobox-export.json"

  /// An output that only counts.
  init() {
    path = ""
    isForced = false
  }

  /// Prepares the target.
  ///
  /// - Throws: `ExportError.exists` or `notAnExport` when the name is taken and must stay.
  init(path: String, kind: FormatDescription.Kind, isForced: Bool) throws {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    self.isForced = isForced
    try Self.check(trimmed, kind, isForced)
    switch kind {
    case .file:
      let (directory, name) = DurableFile.directoryAndName(of: trimmed)
      file = try DurableFile(directory: directory, name: name)
    case .folder:
      folder = try DurableFolder(path: trimmed)
    }
  }

  private static func check(
    _ path: String, _ kind: FormatDescription.Kind, _ isForced: Bool
  ) throws {
    let entries = try? PosixFileSystem().entries(of: path)
    guard entries != nil || FileManager.default.fileExists(atPath: path) else { return }
    guard isForced else { throw ExportError.exists(path: path) }
    switch (kind, entries) {
    case (.file, nil): break
    case (.file, _): throw ExportError.notAnExport(path: path, found: "a folder")
    case (.folder, nil): throw ExportError.notAnExport(path: path, found: "a file")
    case (.folder, let names?) where names.isEmpty || names.contains(marker): break
    case (.folder, _):
      throw ExportError.notAnExport(path: path, found: "a folder without \(marker)")
    }
  }

  /// The one file of an export that is a file.
  func single() -> ExportFile {
    let file = self.file
    return ExportFile(
      put: { [self] bytes in
        self.bytes += bytes.count
        try file?.write(bytes)
      }, close: {})
  }

  /// A new file of an export that is a folder; `nil` when the name is taken already.
  func file(_ name: String) throws -> ExportFile? {
    guard let folder else {
      return ExportFile(put: { [self] bytes in self.bytes += bytes.count }, close: {})
    }
    guard let file = try folder.file(name) else { return nil }
    return ExportFile(
      put: { [self] bytes in
        self.bytes += bytes.count
        try file.write(bytes)
      }, close: { try file.close() })
  }

  /// Writes down in the folder what it is.
  func writeMarker(_ report: ExportReport, labelSet: String?) throws {
    struct Marker: Encodable {
      let label_set: String?
      let report: ExportReport
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let file = try self.file(Self.marker)
    try file?.write(
      Array(try encoder.encode(Marker(label_set: labelSet, report: report))) + [0x0a])
    try file?.finish()
  }

  /// Makes the export durable and gives it its name.
  func publish() throws {
    try folder?.publish(replacing: isForced)
    if isForced { try file?.replace() } else { _ = try file?.publish() }
  }
}
