/// JSON Lines: an object on each line, with a caption or several.
struct JSONLinesRows: CaptionRows {
  private var stream: ByteStream
  private let record: JSONCaptionRecord
  private var bytes: [UInt8] = []

  init(_ stream: ByteStream, _ options: CaptionOptions) {
    self.stream = stream
    record = JSONCaptionRecord(options)
  }

  mutating func next(into sink: inout CaptionSink) throws -> Bool {
    let place = stream.position
    let line = try stream.line(into: &bytes)
    if line == .end { return false }
    if line == .whole, bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) { return true }
    sink.file.rows += 1
    do {
      guard line == .whole else { throw stream.lineTooLong(at: place) }
      let content = try record.content(of: bytes, at: place, in: stream.path)
      guard let captions = content.captions else {
        throw record.withoutCaption(content, at: place, in: stream.path)
      }
      for caption in captions { sink.add(caption, of: content.image, at: place) }
    } catch let error as InputError {
      sink.rejectRow(error)
    }
    return true
  }
}
