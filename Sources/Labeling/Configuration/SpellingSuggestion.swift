/// Finds the word that was probably meant.
enum SpellingSuggestion {
  /// The nearest of `candidates` within a third of the word's length, the first one of equals.
  ///
  /// Case, `-` and `_` do not count, so that `scoreMin` finds `score_min`.
  static func closest(to word: String, in candidates: [String]) -> String? {
    let target = folded(word)
    guard !target.isEmpty, target.count <= 100 else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(target, folded(candidate))
      let limit = max(1, (max(target.count, candidate.count) + 1) / 3)
      if distance <= limit, distance < target.count, distance < best?.distance ?? Int.max {
        best = (candidate, distance)
      }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  ///
  /// Optimal string alignment distance, three rows of the table of R. A. Wagner and M. J. Fischer.
  static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var current = [i + 1]
      for (j, b) in right.enumerated() {
        var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }

  private static func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }
  }
}
