public import Records

/// One caption of a file, with the name of its image.
public struct Caption: Hashable, Sendable {
  /// The image's name as the file gives it.
  public var key: ImageKey
  /// The caption as the file gives it.
  public var text: String
  /// Another name of the image: without the folder that Karpathy's files name beside it.
  public var shortKey: ImageKey?

  /// Creates a caption.
  public init(key: ImageKey, text: String, shortKey: ImageKey? = nil) {
    self.key = key
    self.text = text
    self.shortKey = shortKey
  }
}

/// The captions of one file in file order, with the images that the file lists.
public struct CaptionTable: Sendable {
  /// Captions in file order, empty ones left out.
  public var captions: [Caption]
  /// The images that the file names: COCO's `images`, else those with captions, in file order.
  public var images: [ListedImage]
  /// What was read and what was wrong with it.
  public var report: InputReport
  /// What was read of the file, row by row.
  public var rows: CaptionCorpusReport
}

/// One entry of an image list.
public struct ListedImage: Hashable, Sendable {
  /// The image's path relative to the image root, as given.
  public var key: ImageKey
  /// The id that the list gives it; `nil` for lists without ids.
  public var id: UInt64?

  /// Creates an entry.
  public init(key: ImageKey, id: UInt64?) {
    self.key = key
    self.id = id
  }
}
