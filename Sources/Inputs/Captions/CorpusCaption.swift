public import Records

/// A caption of a corpus, with where it stands and which image it describes.
public struct CorpusCaption: Hashable, Sendable {
  /// The image; `nil` for a caption without one, which is a document of its own.
  public var image: CaptionImage?
  /// The caption as the file gives it.
  public var text: String
  /// Which of the corpus's files, counted from 0.
  public var file: Int
  /// The line on which its row begins, counted from 1.
  public var line: Int

  /// Creates a caption.
  public init(image: CaptionImage?, text: String, file: Int, line: Int) {
    self.image = image
    self.text = text
    self.file = file
    self.line = line
  }
}

/// What a file calls an image: the same in two files is the same image.
public enum CaptionImage: Hashable, Sendable {
  /// COCO's `image_id`.
  case id(UInt64)
  /// A file name or any other text.
  case name(ImageKey)

  /// Bytes that are equal for equal images only: `#` and the decimal id, or the name, in which a
  /// leading `#` is doubled.
  public var bytes: [UInt8] {
    switch self {
    case .id(let id): Array("#\(id)".utf8)
    case .name(let key): key.bytes.first == UInt8(ascii: "#") ? [0x23] + key.bytes : key.bytes
    }
  }
}
