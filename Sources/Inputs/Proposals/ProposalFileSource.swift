import Codecs
public import Records

/// A file of boxes that another program made, or a folder of MAVL's text files.
///
/// The content says which format it is; plain or packed with gzip or zstd. The file is read once,
/// front to back, whatever its size; see `ProposalTable` for what is kept. `schemas/proposals.md`
/// describes the formats.
public struct ProposalFileSource: Hashable, Sendable {
  /// The file or folder.
  public let path: String
  /// How its numbers are meant.
  public let options: ProposalFileOptions

  /// Creates a source.
  public init(path: String, options: ProposalFileOptions = ProposalFileOptions()) {
    self.path = path
    self.options = options
  }

  /// Reads the boxes of the listed images.
  ///
  /// - Parameters:
  ///   - images: The images in the order of their keys.
  ///   - hasIDs: Whether their ids are those of the user's files and no ordinals.
  ///   - scratch: Folder for what does not fit into memory.
  ///   - check: Called while the file is read; throws to stop.
  /// - Returns: The boxes by image, and what was found and left out.
  /// - Throws: `InputError` for a file that cannot be used, one for other images among them;
  ///   `FileError` when the scratch folder cannot be written.
  public func read(
    for images: [InputImage], hasIDs: Bool, scratch: String,
    check: @escaping () throws -> Void = {}
  ) throws -> (table: ProposalTable, report: ProposalFileReport) {
    let layout = try ProposalLayout.recognized(path)
    var sink = ProposalSink(
      path: path, layout: layout, options: options,
      matcher: ImageMatcher(images, hasIDs: hasIDs, rule: options.match), scratch: scratch,
      check: check)
    switch layout {
    case .cocoResults, .jsonLines:
      sink.report.digest = try JSONProposals.readRecords(path, layout, into: &sink)
    case .cocoAnnotations:
      sink.report.digest = try JSONProposals.readDocument(path, into: &sink)
    case .commaSeparated, .tabSeparated:
      sink.report.digest = try DelimitedProposals(
        path, separator: layout == .tabSeparated ? 0x09 : 0x2c
      ).read(into: &sink)
    case .mavlText:
      sink.report.digest = try MAVLTextProposals(path).read(into: &sink)
    }
    return try sink.finish()
  }
}
