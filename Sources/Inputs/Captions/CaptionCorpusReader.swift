import Records

/// Reads a corpus from front to back, as many captions at a time as its user asks for.
///
/// One user at a time: workers that share it take turns (a `Mutex` around it, and a counter of the
/// batches, gives each a batch and its place).
public struct CaptionCorpusReader {
  /// What was read so far; complete once `next` has returned false.
  public private(set) var report = CaptionCorpusReport()

  private let corpus: CaptionCorpus
  private var nextFile = 0
  private var open: OpenFile?
  private let wantsImages: Bool
  private let check: () throws -> Void
  /// Images that the files list, for a join with an image list.
  private(set) var images: [NamedImage] = []

  private struct OpenFile {
    var rows: any CaptionRows
    var bytes: FileBytes
    var sink: CaptionSink
  }

  init(
    corpus: CaptionCorpus, wantsImages: Bool = false, check: @escaping () throws -> Void = {}
  ) {
    self.check = check
    self.corpus = corpus
    self.wantsImages = wantsImages
  }

  /// Replaces `batch` by the next captions, at least `count` of them unless the corpus ends; false,
  /// and an empty batch, at the end.
  ///
  /// A batch is longer than `count` only by what the last row holds beyond it.
  ///
  /// - Throws: `InputError` when a file cannot be opened, has no known columns, ends in the middle
  ///   of a document or of its compressed bytes. The report tells what was read until then.
  public mutating func next(_ count: Int, into batch: inout [CorpusCaption]) throws -> Bool {
    batch.removeAll(keepingCapacity: true)
    while batch.count < count {
      if open == nil {
        guard nextFile < corpus.sources.count else { break }
        try openNext()
      }
      try readOn(count, into: &batch)
    }
    return !batch.isEmpty
  }

  /// Reads on until `count` captions or images were read or a file ends, for callers that take both;
  /// false at the end of the corpus.
  mutating func step(_ count: Int, into batch: inout [CorpusCaption]) throws -> Bool {
    batch.removeAll(keepingCapacity: true)
    images.removeAll(keepingCapacity: true)
    if open == nil {
      guard nextFile < corpus.sources.count else { return false }
      try openNext()
    }
    try readOn(count, imagesMax: count, into: &batch)
    return true
  }

  private mutating func openNext() throws {
    let source = corpus.sources[nextFile]
    nextFile += 1
    var sink = CaptionSink(index: nextFile - 1, source: source)
    sink.wantsImages = wantsImages
    report.files.append(sink.file)
    let content = try FileContent(path: source.path, check: check)
    let stream = try ByteStream(source: content, path: source.path)
    open = OpenFile(rows: source.rows(stream, corpus.options), bytes: content.stored, sink: sink)
  }

  private mutating func readOn(
    _ count: Int, imagesMax: Int = .max, into batch: inout [CorpusCaption]
  ) throws {
    guard var file = open.take() else { return }
    swap(&file.sink.captions, &batch)
    var hasMore = true
    var isBroken = false
    defer {
      swap(&file.sink.captions, &batch)
      file.sink.file.bytes = file.bytes.count
      if !hasMore {
        file.sink.file.digest = file.bytes.digest
      }
      images += file.sink.images
      file.sink.images.removeAll(keepingCapacity: true)
      report.take(file.sink)
      file.sink.rejections = [:]
      file.sink.samples = []
      open = hasMore && !isBroken ? file : nil
    }
    while hasMore, file.sink.captions.count < count, file.sink.images.count < imagesMax {
      do {
        hasMore = try file.rows.next(into: &file.sink)
      } catch {
        // Rows behind it would be found in the midst of what could not be read.
        isBroken = true
        throw error
      }
    }
  }
}
