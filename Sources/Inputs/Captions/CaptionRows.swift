import Records

/// The rows of one caption file, read one after the other.
protocol CaptionRows {
  /// Reads a row, or several without captions, into `sink`; false at the end of the file.
  ///
  /// - Throws: `InputError` when the file as a whole cannot be read on. A bad row is no error: it
  ///   goes into the sink's report.
  mutating func next(into sink: inout CaptionSink) throws -> Bool
}

/// Takes what rows hold.
struct CaptionSink {
  /// Captions since the last `removeAll`.
  var captions: [CorpusCaption] = []
  /// Images that the file lists, when they are wanted.
  var images: [NamedImage] = []
  var wantsImages = false
  /// What was read of the current file.
  var file: CaptionCorpusReport.File
  var rejections: [Rejection.Reason: Int] = [:]
  var samples: [Rejection] = []
  let index: Int

  init(index: Int, source: CaptionSource) {
    self.index = index
    file = CaptionCorpusReport.File(path: source.path, format: source.format)
  }

  /// Adds a caption of the current row; blank ones are counted and left out.
  mutating func add(_ text: String, of image: CaptionImage?, at place: ByteStream.Position) {
    file.captions += 1
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      reject(
        Rejection(
          .emptyCaption,
          "\(file.path):\(place.line):\(place.column): the caption"
            + (image.map { " of '\($0.key)'" } ?? "") + " is empty"))
      return
    }
    captions.append(CorpusCaption(image: image, text: text, file: index, line: place.line))
  }

  /// Counts a row that cannot be used.
  mutating func rejectRow(_ error: InputError) {
    file.badRows += 1
    reject(Rejection(error.isAboutText ? .invalidText : .malformedRow, "\(error)"))
  }

  private mutating func reject(_ rejection: Rejection) {
    rejections[rejection.reason, default: 0] += 1
    if samples.count < CaptionCorpusReport.samplesMax { samples.append(rejection) }
  }
}

/// An image that a caption file lists.
struct NamedImage {
  /// What the file's captions call it.
  var image: CaptionImage
  /// Its name.
  var key: ImageKey
  /// Another name, of images of Karpathy's files: without the folder.
  var shortKey: ImageKey?
}
