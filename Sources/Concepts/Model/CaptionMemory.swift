import Synchronization

/// What one reader of captions remembers of those before: words, and sums of weights around them.
///
/// Captions repeat themselves: most words are of a few thousand, and so are most neighbours. Sizes
/// are bounded, 8 MB of sums and up to 6 of words; nothing that is remembered changes an answer.
struct CaptionMemory: Sendable {
  var words = WordMemory()
  var tagger = TaggerMemory()
  var chunker = ChunkerMemory()

  /// Forgets everything when so many words were numbered that the next caption might find no number.
  mutating func makeRoom() {
    if words.isFull { self = CaptionMemory() }
  }
}

/// The memories of a model: one for each caption that is read at the same time.
final class CaptionMemories: Sendable {
  /// Keeps a memory in its place: it is large, and nobody else takes the lock.
  private final class Holder: Sendable {
    let memory = Mutex(CaptionMemory())
  }

  private let idle = Mutex<[Holder]>([])

  /// Runs `body` with a memory that nobody else has.
  @inline(__always) func withMemory<Result>(
    _ body: (inout CaptionMemory) -> Result
  ) -> Result {
    let holder = idle.withLock { $0.popLast() } ?? Holder()
    let result = holder.memory.withLock { memory in
      memory.makeRoom()
      return body(&memory)
    }
    idle.withLock { $0.append(holder) }
    return result
  }
}
