import Concepts
import Inputs
import Synchronization

/// The captions of a corpus for several workers: each takes the next batch in turn.
final class CorpusFeed: Sendable {
  /// Consecutive captions with the place of the first one.
  struct Batch: Sendable {
    var captions: [CorpusCaption]
    var first: CaptionPlace

    /// Hands over each caption with its place.
    func forEach(_ body: (CorpusCaption, CaptionPlace) -> Void) {
      var place = first
      for caption in captions {
        if caption.file != place.file { place = CaptionPlace(file: caption.file, ordinal: 0) }
        body(caption, place)
        place.ordinal += 1
      }
    }
  }

  private struct State {
    var reader: CaptionCorpusReader
    var next = CaptionPlace(file: 0, ordinal: 0)
    var captions = 0
    /// Captions of the segment that are still to be handed out.
    var room = 0
    var isAtEnd = false
    /// Files that were begun, and the bytes of those before the last of them.
    var files = 0
    var bytesBefore = 0
  }

  private let state: Mutex<State>
  /// Bytes of all files; `nil` where one of them is a stream.
  private let bytes: Int?

  init(_ reader: sending CaptionCorpusReader, bytes: Int? = nil) {
    self.bytes = bytes
    state = Mutex(State(reader: reader))
  }

  /// Whether all captions were handed out.
  var isAtEnd: Bool { state.withLock { $0.isAtEnd } }
  /// Captions handed out so far.
  var captions: Int { state.withLock { $0.captions } }
  /// How many captions there are in all, if the rest is like what was read; 0 when nobody knows.
  var captionsExpected: Int {
    guard let bytes else { return 0 }
    return state.withLock { state in
      let read = state.bytesBefore + (state.reader.report.files.last?.bytes ?? 0)
      guard read > 0, !state.isAtEnd else { return state.captions }
      return max(state.captions, Int(Double(state.captions) * Double(bytes) / Double(read)))
    }
  }
  /// What was read so far.
  var report: CaptionCorpusReport { state.withLock { $0.reader.report } }

  /// Begins a segment: after so many captions, workers find no more.
  func beginSegment(captions: Int) {
    state.withLock { $0.room = captions }
  }

  /// The next batch of the segment; `nil` at its end.
  func next(_ count: Int) throws -> Batch? {
    try state.withLock { state in
      guard state.room > 0, !state.isAtEnd else { return nil }
      var batch: [CorpusCaption] = []
      guard try state.reader.next(min(count, state.room), into: &batch) else {
        state.isAtEnd = true
        return nil
      }
      let files = state.reader.report.files
      while state.files < files.count {
        if state.files > 0 { state.bytesBefore += files[state.files - 1].bytes }
        state.files += 1
      }
      let first =
        batch[0].file == state.next.file
        ? state.next : CaptionPlace(file: batch[0].file, ordinal: 0)
      let result = Batch(captions: batch, first: first)
      result.forEach { _, place in state.next = place }
      state.next.ordinal += 1
      state.captions += batch.count
      state.room -= batch.count
      return result
    }
  }
}
