/// Why one datum could not be used: counted, recorded, never thrown.
///
/// A failure of the environment (disk, missing configuration) is an error; a failure of one image
/// or caption is a `Rejection`, and the run goes on.
public struct Rejection: Hashable, Sendable {
  /// The kinds of reasons, in the order in which reports list them.
  public enum Reason: String, CaseIterable, Sendable {
    // Images.
    case missingFile = "missing_file"
    case unreadableFile = "unreadable_file"
    case unsafePath = "unsafe_path"
    case emptyFile = "empty_file"
    case unsupportedFormat = "unsupported_format"
    case corruptImage = "corrupt_image"
    case imageTooLarge = "image_too_large"
    case imageTooSmall = "image_too_small"
    // Boxes.
    case invalidBox = "invalid_box"
    case emptyBox = "empty_box"
    // Captions.
    case malformedRow = "malformed_row"
    case emptyCaption = "empty_caption"
    case invalidText = "invalid_text"
    case notEnglish = "not_english"
    case noConcept = "no_concept"
    case captionTooLong = "caption_too_long"
  }

  /// The kind of failure; reports count by it.
  public let reason: Reason
  /// What was found, for people: one line, no file contents.
  public let detail: String

  /// Creates a rejection.
  public init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }
}

/// An error only so that it can be the failure of a `Result`; it is never thrown.
extension Rejection: Error {}
