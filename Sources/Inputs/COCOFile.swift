import Records

/// A COCO file, read once from front to back; its sections may come in any order.
///
/// Ids are positive integers. Members that are not named here are checked as JSON and skipped.
struct COCOFile {
  /// An entry of `images`.
  struct Image {
    var id: UInt64
    var key: ImageKey
    /// 0 when the file does not say.
    var width = 0
    var height = 0
  }

  /// An entry of `annotations` with a caption.
  struct CaptionEntry {
    var imageID: UInt64
    var text: String
    var line: Int
  }

  /// An entry of `annotations` with a box.
  struct BoxEntry {
    var imageID: UInt64
    var categoryID: Int
    /// x, y, width, height as the file gives them.
    var corner: [Double]
    var isCrowd: Bool
    var id: Int
    /// `nil` when the file does not say.
    var area: Double?
  }

  private(set) var images: [Image] = []
  private(set) var captions: [CaptionEntry] = []
  private(set) var boxes: [BoxEntry] = []
  private(set) var categories: [Category] = []
  private(set) var hasAnnotations = false
  let path: String

  /// Reads the whole file.
  init(_ stream: ByteStream) throws {
    self.path = stream.path
    var reader = JSONReader(stream)
    var images: [Image]?
    try reader.object { reader, key in
      switch key {
      case "images":
        var list: [Image] = []
        try reader.array { reader in list.append(try Self.image(&reader)) }
        images = list
      case "annotations":
        hasAnnotations = true
        try reader.array { reader in try annotation(&reader) }
      case "categories":
        try reader.array { reader in categories.append(try Self.category(&reader)) }
      default: try reader.skip()
      }
    }
    try reader.finish()
    guard let images else {
      throw reader.stream.malformed("a member 'images'", "the end of the file")
    }
    self.images = images
  }

  /// Hands over the images in file order without keeping any; other sections are checked as JSON.
  static func forEachImage(_ stream: ByteStream, _ body: (Image) throws -> Void) throws {
    var reader = JSONReader(stream)
    var hasImages = false
    try reader.object { reader, key in
      guard key == "images" else { return try reader.skip() }
      hasImages = true
      try reader.array { reader in try body(try image(&reader)) }
    }
    try reader.finish()
    guard hasImages else {
      throw reader.stream.malformed("a member 'images'", "the end of the file")
    }
  }

  private static func image(_ reader: inout JSONReader) throws -> Image {
    var id: UInt64?
    var name: String?
    var width = 0
    var height = 0
    try reader.kind()
    let place = reader.stream.position
    try reader.object { reader, key in
      switch key {
      case "id": id = try imageID(&reader)
      case "file_name": name = try reader.string()
      case "width": width = try reader.optionalInteger() ?? 0
      case "height": height = try reader.optionalInteger() ?? 0
      default: try reader.skip()
      }
    }
    guard let id, let name, !name.isEmpty else {
      throw reader.stream.malformed(
        "an image with 'id' and 'file_name'",
        id == nil ? "one without 'id'" : "one without 'file_name'", at: place)
    }
    return Image(id: id, key: ImageKey(name), width: max(0, width), height: max(0, height))
  }

  private mutating func annotation(_ reader: inout JSONReader) throws {
    try reader.kind()
    let place = reader.stream.position
    var id = 0
    var image: UInt64?
    var text: String?
    var category: Int?
    var corner: [Double]?
    var isCrowd = false
    var area: Double?
    try reader.object { reader, key in
      switch key {
      case "id": id = try reader.optionalInteger() ?? 0
      case "image_id": image = try Self.imageID(&reader)
      case "caption": text = try reader.string()
      case "category_id": category = try reader.integer()
      case "bbox": corner = try reader.numbers()
      case "iscrowd": isCrowd = try reader.flag()
      case "area":
        if try reader.kind() == .number { area = try reader.number() } else { try reader.skip() }
      default: try reader.skip()
      }
    }
    guard let image else {
      throw reader.stream.malformed(
        "an annotation with 'image_id'", "one without it", at: place)
    }
    if let text {
      captions.append(CaptionEntry(imageID: image, text: text, line: place.line))
    }
    if let category, let corner {
      boxes.append(
        BoxEntry(
          imageID: image, categoryID: category, corner: corner, isCrowd: isCrowd, id: id,
          area: area))
    }
    guard text != nil || (category != nil && corner != nil) else {
      throw reader.stream.malformed(
        "an annotation with 'caption', or with 'category_id' and 'bbox'", "one with neither",
        at: place)
    }
  }

  /// Reads one entry of `categories`.
  static func category(_ reader: inout JSONReader) throws -> Category {
    try reader.kind()
    let place = reader.stream.position
    var id: Int?
    var name: String?
    var synonyms: [String] = []
    var split: String?
    try reader.object { reader, key in
      switch key {
      case "id": id = try reader.integer()
      case "name": name = try reader.string()
      case "synonyms": try reader.array { reader in synonyms.append(try reader.string()) }
      case "split":
        if try reader.kind() == .null { try reader.null() } else { split = try reader.string() }
      default: try reader.skip()
      }
    }
    guard let id, let name, !name.isEmpty else {
      throw reader.stream.malformed(
        "a category with 'id' and 'name'", id == nil ? "one without 'id'" : "one without 'name'",
        at: place)
    }
    return Category(id: id, name: name, synonyms: synonyms.filter { $0 != name }, split: split)
  }

  /// Takes an image id, a whole number of at least 0.
  static func imageID(_ reader: inout JSONReader) throws -> UInt64 {
    try reader.kind()
    let place = reader.stream.position
    let value = try reader.integer()
    guard let id = UInt64(exactly: value) else {
      throw reader.stream.malformed("an image id of at least 0", "\(value)", at: place)
    }
    return id
  }
}

extension JSONReader {
  /// Takes an integer or `null`.
  fileprivate mutating func optionalInteger() throws -> Int? {
    guard try kind() == .null else { return try integer() }
    try null()
    return nil
  }

  /// Takes 0, 1, `false` or `true`.
  fileprivate mutating func flag() throws -> Bool {
    try kind() == .boolean ? try boolean() : try integer() != 0
  }

  /// Takes an array of at most 16 numbers.
  fileprivate mutating func numbers() throws -> [Double] {
    var numbers: [Double] = []
    try array { reader in
      numbers.append(try reader.number())
      guard numbers.count <= 16 else {
        throw reader.stream.malformed("an array of 4 numbers", "more than 16")
      }
    }
    return numbers
  }
}
