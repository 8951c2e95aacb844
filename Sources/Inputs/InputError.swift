/// Why a user's file cannot be used at all.
///
/// A bad datum inside a good file is no error: it is counted in an `InputReport`.
public enum InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder does not exist.
  case missing(path: String)
  /// The system refused to read it.
  case unreadable(path: String, reason: String)
  /// There is nothing in it.
  case empty(path: String)
  /// The text breaks its format's rules; lines and columns count from 1, columns in bytes.
  case malformed(path: String, line: Int, column: Int, expected: String, found: String)
  /// The format cannot be told from the file's name.
  case unknownFormat(path: String, expected: String)
  /// Two entries of a list have one id.
  case duplicateID(path: String, id: UInt64, first: String, second: String)
  /// A COCO file without annotations or categories was given as ground truth.
  case notInstances(path: String)
  /// The image list holds no image, or the folder nothing but what is passed over.
  case noImages(path: String, links: Int = 0, otherFiles: Int = 0)
  /// None of the captions names an image of the list; the first names of either.
  case noCaptionMatches(captions: String, images: String, example: String, firstImage: String)
  /// Captions of images say nothing of their images, as plain text.
  case captionsWithoutImages(path: String, example: String)

  /// A table has no column of that name, or, without a name, none that looks like captions.
  case unknownColumn(
    path: String, line: Int, name: String?, columns: [String], suggestion: String?)
  /// More rows than the limit could not be used.
  case tooManyBadRows(paths: [String], rows: Int, bad: Int, ratioMax: Double, samples: [String])
  /// A Python pickle was given, which is a program and is not run.
  case pickle(path: String)
  /// A file of proposals is in no known format.
  case unknownProposals(path: String, expected: String, found: String)
  /// A table of proposals lacks columns.
  case unknownProposalColumns(path: String, line: Int, expected: String, columns: [String])
  /// A file of proposals names none of the images.
  case noProposalMatches(path: String, inFile: String, inList: String, hasIDs: Bool)
  /// A frozen list of inputs is not what was written.
  case damagedList(path: String, found: String)
  /// An archive breaks its format's rules, at a byte of it.
  case badArchive(path: String, offset: Int, expected: String, found: String)
  /// A command whose output is read failed.
  case pipeFailed(command: String, reason: String)
  /// Archives name their images alike, so that most of them would be lost.
  case sharedNames(path: String, images: Int, repeated: Int, ratioMax: Double)
  /// A stream that can be read once is named twice.
  case repeatedInput(path: String)

  /// What is expected of bytes that should be text.
  static let textExpected = "UTF-8 text"
  /// What is expected of an escaped surrogate.
  static let surrogatesExpected = "a pair of surrogates"

  /// Whether something is no text, rather than no row.
  var isAboutText: Bool {
    guard case .malformed(_, _, _, let expected, _) = self else { return false }
    return expected == Self.textExpected || expected == Self.surrogatesExpected
  }

  /// What, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no such file or folder; check the path in the pipeline file"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .empty(let path):
      "\(path): the file is empty; expected at least one record"
    case .malformed(let path, let line, let column, let expected, let found):
      "\(path):\(line):\(column): expected \(expected), found \(found)"
    case .unknownFormat(let path, let expected):
      "\(path): format not known by the name; expected \(expected); name the format explicitly"
    case .duplicateID(let path, let id, let first, let second):
      "\(path): expected ids to be unique, found id \(id) for '\(first)' and for '\(second)'"
    case .notInstances(let path):
      "\(path): expected COCO instances with 'annotations' and 'categories', found none; "
        + "captions files cannot serve as ground truth"
    case .noImages(let path, let links, let otherFiles):
      "\(path): no images; expected .jpg, .jpeg or .png files, or a list that names images"
        + (links + otherFiles > 0
          ? "; found \(links) symbolic links and \(otherFiles) other files, which are passed over"
          : "")
        + (links > 0
          ? "; name the folder that the links lead to, or copy what they lead to (cp -L)" : "")
    case .noCaptionMatches(let captions, let images, let example, let firstImage):
      "\(captions): no caption names an image of \(images); the first caption names '\(example)', "
        + "the first image is '\(firstImage)'; "
        + "expected the same name in both, a path relative to the image root"
    case .captionsWithoutImages(let path, let example):
      "\(path): the captions do not say whose they are; the first one is '\(example.prefix(80))'. "
        + "Expected image, tab, caption on each line (.tsv), or csv, jsonl or json with the images' "
        + "names. Captions without images make a pool: name the file in concepts.corpus instead"
    case .unknownColumn(let path, let line, let name, let columns, let suggestion):
      "\(path):\(line): expected \(name.map { "a column '\($0)'" } ?? "a column of captions"), "
        + "found \(columns.count) columns: "
        + columns.map { "'\($0.prefix(40))'" }.joined(separator: ", ")
        + (suggestion.map { "; did you mean '\($0.prefix(40))'?" } ?? "")
        + (name == nil ? " Name the column of the captions, or its number." : "")
    case .tooManyBadRows(let paths, let rows, let bad, let ratioMax, let samples):
      "\(paths.joined(separator: ", ")): \(bad) of \(rows) rows cannot be used, more than the "
        + "share of \(ratioMax) that is allowed. The first:\n  "
        + samples.joined(separator: "\n  ") + "\nMend the rows or raise the limit."
    case .pickle(let path):
      "\(path): expected text, found a Python pickle or a file of torch.save, which is a program and "
        + "is never run; convert it with scripts/convert/proposals.py"
    case .unknownProposals(let path, let expected, let found):
      "\(path): expected \(expected), found \(found)"
    case .unknownProposalColumns(let path, let line, let expected, let columns):
      "\(path):\(line): expected \(expected), found \(columns.count) columns: "
        + columns.map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    case .noProposalMatches(let path, let inFile, let inList, let hasIDs):
      "\(path): no box belongs to an image of the list; the file begins with \(inFile), the list "
        + "with \(inList)"
        + (hasIDs
          ? "" : "; the list has no image ids, input.image_list names a COCO json that has them")
    case .damagedList(let path, let found):
      "\(path): expected the frozen list of inputs, found \(found); remove the file and run "
        + "`pseudobox plan` or `run` again, which makes it from the same inputs"
    case .badArchive(let path, let offset, let expected, let found):
      "\(path): at byte \(offset) expected \(expected), found \(found)"
    case .pipeFailed(let command, let reason):
      "pipe:\(command): \(reason)"
    case .sharedNames(let path, let images, let repeated, let ratioMax):
      "\(path): \(repeated) of \(images) images have a name that an earlier one has, more than the "
        + "share of \(ratioMax) that is allowed; if each archive counts anew, set "
        + "input.archive_prefix: true, else mend the archives or raise the limit"
    case .repeatedInput(let path):
      "\(path): standard input is named twice, but can be read only once"
    }
  }
}
