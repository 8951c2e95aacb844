/// Where the list of images comes from.
public enum ImageSource: Hashable, Sendable {
  /// Every image under a folder, by name (`.jpg`, `.jpeg` or `.png` in any case), sorted by bytes.
  case folder(path: String)
  /// The `images` of a COCO file.
  case coco(path: String)

  /// The folder or file.
  public var path: String {
    switch self {
    case .folder(let path), .coco(let path): path
    }
  }

  /// Reads the list.
  ///
  /// - Throws: `InputError` when there is none.
  public func read() throws -> (images: [ListedImage], report: InputReport) {
    switch self {
    case .folder(let path): return try FolderWalk(root: path).images()
    case .coco(let path):
      let file = try COCOFile(ByteStream(path: path))
      return (file.listedImages(), InputReport())
    }
  }
}
