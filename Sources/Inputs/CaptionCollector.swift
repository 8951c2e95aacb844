import Records

/// Gathers the captions of one file: counts, leaves out empty ones, lists images once.
struct CaptionCollector {
  private(set) var table = CaptionTable(captions: [], images: [], report: InputReport())
  private var listed: Set<ImageKey> = []

  /// Adds one caption of an image that needs no listing of its own.
  mutating func add(_ text: String, of key: ImageKey, where place: @autoclosure () -> String) {
    if listed.insert(key).inserted { table.images.append(ListedImage(key: key, id: nil)) }
    table.report.captions += 1
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      table.report.reject(Rejection(.emptyCaption, "\(place()): the caption of \(key) is empty"))
      return
    }
    table.captions.append(Caption(key: key, text: text))
  }

  /// Counts a caption that cannot be used.
  mutating func reject(_ rejection: Rejection) {
    table.report.captions += 1
    table.report.reject(rejection)
  }
}
