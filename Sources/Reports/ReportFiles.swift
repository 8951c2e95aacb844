public import Codecs
import Foundation
public import Records

/// The three files of a report, ready to be written.
public struct ReportFiles: Hashable, Sendable {
  /// The page.
  public let html: String
  /// Every number of the page, keys in byte order.
  public let json: String
  /// One line for each concept.
  public let csv: String

  /// The files' names, in the order in which they are written: the page comes last.
  public static let names = ["report.json", "concepts.csv", "index.html"]

  /// Puts the files into `directory`, which is made if it is not there.
  ///
  /// Each file replaces the one of an earlier report at once: a reader sees the old or the new one.
  ///
  /// - Returns: The page's path.
  @discardableResult
  public func write(
    into directory: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) -> String {
    try fileSystem.createDirectories(directory)
    try DurableFile.removeStale(in: directory, fileSystem: fileSystem)
    for (name, text) in zip(Self.names, [json, csv, html]) {
      try DurableFile.replace(
        Array(text.utf8), at: "\(directory)/\(name)", fileSystem: fileSystem)
    }
    return "\(directory)/index.html"
  }
}

extension FinishedReport {
  /// Bytes of the text that stands around crops, which a page without them does not have.
  private var reserve: Int { settings.cropsMax * 400 }

  /// Draws the pictures and writes out the page, the numbers and the table.
  ///
  /// `load` gives the decoded image of a key, `nil` when it cannot be read; it is called once
  /// for each image shown, about a hundred times, or twice where pictures were too large.
  ///
  /// - Throws: What `load` throws; `ReportError.template` when a template does not parse.
  public func files(load: (ImageKey) throws -> PixelImage?) throws -> ReportFiles {
    // What the text leaves of the page's size is for pictures.
    let text = try Page.html(of: self, pictures: PictureSet()).utf8.count
    let room = min(settings.pictureBytesMax, max(0, settings.pageBytesMax - text - reserve))
    var html = try Page.html(
      of: self, pictures: PictureSet(of: self, bytesMax: room, load: load))
    // Long paths and names around crops may take more than was set aside for them.
    let excess = html.utf8.count - settings.pageBytesMax
    if excess > 0 {
      let pictures = try PictureSet(of: self, bytesMax: max(0, room - excess), load: load)
      html = try Page.html(of: self, pictures: pictures)
    }
    return ReportFiles(html: html, json: try report.json, csv: ConceptTable(rows: conceptRows).text)
  }
}

extension Report {
  /// The numbers as JSON with keys in byte order; equal reports give equal text.
  public var json: String {
    get throws { try NumbersFile.text(of: self) }
  }
}
