/// Why an export cannot be made.
public enum ExportError: Error, Hashable, Sendable {
  /// No format of that name.
  case unknownFormat(name: String, known: [String])
  /// The target is there already.
  case exists(path: String)
  /// The target is a folder that no export made, or a file where a folder is to be; never replaced.
  case notAnExport(path: String, found: String)
  /// The format needs something that is not known.
  case needs(format: String, what: FormatDescription.Need)
  /// Files of the data set do not belong together.
  case mismatch(path: String, what: String, expected: String, found: String)
  /// A label set does not say what it is.
  case badLabelSet(path: String, detail: String)
  /// Two images would become one file.
  case sameStem(stem: String, key: String, rule: String)
  /// The categories' file has an image's id for another image.
  case sameID(id: UInt64, key: String, other: String)
  /// An image has no regions and the user wants to be told.
  case noRegions(key: String)
  /// Categories have no concept, so that a table of them would have holes.
  case categoriesWithoutConcept(names: [String], of: Int)
  /// A source kind that the data set does not have.
  case unknownSource(name: String, known: [String])
  /// A split that no category has.
  case unknownSplit(name: String, known: [String])
  /// There is nothing to write.
  case empty(format: String, reason: String)
  /// A part is larger than its file format can say.
  case tooLarge(what: String, bytes: Int, bytesMax: Int)
}

extension ExportError: CustomStringConvertible {
  /// What, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .unknownFormat(let name, let known):
      return "no export format is called '\(name)': expected one of "
        + "\(known.joined(separator: ", ")). `pseudobox export --list` describes them."
    case .exists(let path):
      return "\(path): is there already. Give another --to, or --force to replace it."
    case .notAnExport(let path, let found):
      return "\(path): expected nothing, or an earlier export to replace, found \(found). "
        + "Remove it yourself, or give another --to."
    case .needs(let format, let what):
      return "the format \(format) needs \(Self.text(of: what))"
    case .mismatch(let path, let what, let expected, let found):
      return "\(path): \(what) differs: expected \(expected), found \(found). The files come from "
        + "different runs; run the pipeline again, or choose another set with --labels."
    case .badLabelSet(let path, let detail):
      return "\(path): expected the description of a label set, found something else (\(detail)). "
        + "Remove the set's folder and run `pseudobox labels`."
    case .sameStem(let stem, let key, let rule):
      return "two images would both be written as '\(stem)'; the second is \(key). The consumer "
        + "names the file of an image by \(rule), so one would silently stand for the other. Rename the "
        + "images, or export the folders apart."
    case .sameID(let id, let key, let other):
      return "\(key): has the id \(id), which the categories' file gives to \(other), and is not "
        + "in that file. Expected ids that name one image; give a file that lists all images, or a "
        + "json list of the categories alone."
    case .noRegions(let key):
      return "\(key): has no regions, and the consumer fails on an empty list. "
        + "Use --empty whole-image or --empty skip."
    case .categoriesWithoutConcept(let names, let count):
      let some = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
      return "\(names.count) of \(count) categories have no concept in the pool, so rows would be "
        + "missing: \(some)\(names.count > 10 ? ", …" : ""). Add them with concepts.add and run "
        + "again."
    case .unknownSource(let name, let known):
      return "the regions have no source '\(name)': expected some of "
        + known.joined(separator: ", ")
    case .unknownSplit(let name, let known):
      return "no category has the split '\(name)': expected "
        + (known.isEmpty
          ? "categories with splits, found none" : "one of \(known.joined(separator: ", "))")
        + ". Splits are in the categories' file, or the lists input.base_classes and "
        + "input.novel_classes of --pipeline give them."
    case .empty(let format, let reason):
      return "the export \(format) would be empty: \(reason)"
    case .tooLarge(let what, let bytes, let bytesMax):
      return "\(what): has \(bytes) bytes, expected at most \(bytesMax), the most that its file "
        + "format can say. Export fewer rows."
    }
  }

  private static func text(of need: FormatDescription.Need) -> String {
    switch need {
    case .labels: "a label set: run `pseudobox labels` first, or choose one with --labels"
    case .textEmbeddings:
      "the text embeddings of the label set's pool; concepts/ holds those of another pool now. "
        + "Run `pseudobox labels` with the pipeline file of that set again, or choose another set."
    case .captions: "captions: give --pipeline or --captions"
    case .images: "the image files: give --pipeline or --images"
    }
  }
}
