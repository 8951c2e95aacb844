import Kernels

/// Trains the tagger and the chunker: greedy averaged perceptrons that see their own last answers.
enum PerceptronTraining {
  /// A sentence: words with paddings, and what to learn of the tokens between the paddings.
  struct Example: Sendable {
    var words: [WordFeatures]
    /// Tag numbers with paddings, for the chunker.
    var tags: [UInt64] = []
    var answers: [UInt64]
    /// Tokens whose answer is not known are not learned from.
    var isKnown: [Bool] = []
  }

  /// Largest weights of a stored table; 41 features of the tagger and 36 of the chunker fit 16 bits.
  static let taggerWeightMax = 780.0
  static let chunkerWeightMax = 900.0

  /// Trains a tagger of `classes` tags.
  static func tagger(
    _ examples: [Example], classes: Int, rounds: Int, seed: UInt64, weightMin: Int
  ) -> FeatureTable {
    var learned = AveragedTable(classes: classes)
    var random = SeededOrder(seed: seed)
    var features = TaggerFeatures.list
    for _ in 0..<rounds {
      for place in random.order(examples.count) {
        let example = examples[place]
        var tag1: UInt64 = 1
        var tag2: UInt64 = 0
        for (offset, right) in example.answers.enumerated() {
          let i = offset + 2
          learned.advance()
          var best: UInt64
          if example.words[i].entry.onlyTag > 0 {
            best = example.words[i].entry.onlyTag - 1
          } else {
            TaggerFeatures.write(example.words, i, tag1, tag2, into: &features)
            let sums = learned.table.sums(features.hashes.span, count: features.count)
            best = UInt64(FeatureTable.largest(of: sums, classes: classes))
            if best != right, example.isKnown.isEmpty || example.isKnown[offset] {
              learned.update(features, right: Int(right), wrong: Int(best))
            }
          }
          tag2 = tag1
          tag1 = best + 2
        }
      }
    }
    return learned.averaged(weightMax: taggerWeightMax, weightMin: weightMin)
  }

  /// Trains a chunker.
  static func chunker(
    _ examples: [Example], rounds: Int, seed: UInt64, weightMin: Int
  ) -> FeatureTable {
    var learned = AveragedTable(classes: 3)
    var random = SeededOrder(seed: seed)
    var features = ChunkerFeatures.list
    for _ in 0..<rounds {
      for place in random.order(examples.count) {
        let example = examples[place]
        var chunk1: UInt64 = 0
        var chunk2: UInt64 = 0
        for (offset, answer) in example.answers.enumerated() {
          // After a wrong "outside" no "inside" can follow: the best answer left is a new phrase.
          let right = answer == 2 && chunk1 < 2 ? 1 : answer
          learned.advance()
          let context = ChunkerFeatures.Context(example.tags, offset + 2, chunk1, chunk2)
          ChunkerFeatures.write(example.words, offset + 2, context, into: &features)
          let sums = learned.table.fewSums(features.hashes.span, count: features.count)
          let best = SequenceTagger.bestChunk(sums, after: chunk1)
          if best != right {
            learned.update(features, right: Int(right), wrong: Int(best))
          }
          chunk2 = chunk1
          chunk1 = best + 1
        }
      }
    }
    return learned.averaged(weightMax: chunkerWeightMax, weightMin: weightMin)
  }
}
