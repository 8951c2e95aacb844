import Kernels
import Synchronization

/// What one reader of captions remembers of those before: words, and sums of weights around them.
///
/// Captions repeat themselves: most words are of a few thousand, and so are most neighbours. Sizes
/// are fixed, about 5 MB in all; nothing that is remembered changes an answer.
struct CaptionMemory: Sendable {
  var words = WordMemory()
  /// Sums of the tagger's groups of features, by word and tag before.
  var tagOwn = SumMemory(bits: 13, empty: FeatureTable.Sums())
  var tagBefore = SumMemory(bits: 12, empty: FeatureTable.Sums())
  var tagAfter = SumMemory(bits: 13, empty: FeatureTable.Sums())
  /// The same of a word with the one behind it.
  var tagPair = SumMemory(bits: 14, empty: FeatureTable.Sums())
  /// Sums of the chunker's, by word, tags around and answers.
  var chunkTags = SumMemory(bits: 14, empty: FeatureTable.FewSums())
  var chunkOwn = SumMemory(bits: 15, empty: FeatureTable.FewSums())
  var chunkBefore = SumMemory(bits: 13, empty: FeatureTable.FewSums())
  var chunkAfter = SumMemory(bits: 14, empty: FeatureTable.FewSums())
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
    let result = holder.memory.withLock { body(&$0) }
    idle.withLock { $0.append(holder) }
    return result
  }
}
