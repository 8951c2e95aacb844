extension PipelineSettings {
  /// A part of the work, by what it reads from the pipeline file.
  public enum Pass: String, CaseIterable, Sendable {
    /// The list of images and its division into units.
    case plan
    /// Captions to concept pool and text embeddings.
    case concepts
    /// Images to proposals and region embeddings.
    case regions
    /// Regions and concepts to labels.
    case labels
    /// Everything to the report.
    case report
  }

  /// Every key with its value, defaults included, one `key = value` on a line, sorted.
  ///
  /// Equal for files that mean the same: comments, order, quotes and number styles do not show.
  /// Paths are as the file gives them.
  public var canonicalText: String {
    text(of: values)
  }

  /// The keys that `pass` depends on, in the form of `canonicalText`, without any paths.
  ///
  /// Only the pass's own keys are here. What an earlier pass made (the pool, the regions) has a
  /// digest of its own, which the caller combines with this one.
  public func canonicalText(of pass: Pass) -> String {
    text(of: values.filter { $0.value.passes.contains(pass) && !$0.value.isPath })
  }

  private func text(of values: [String: ResolvedSetting]) -> String {
    values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key) = \($0.value.value.canonicalText)\n" }.joined()
  }
}

extension ResolvedSetting {
  fileprivate var isPath: Bool {
    switch value {
    case .path: return true
    case .list(let elements):
      return !elements.isEmpty
        && elements.allSatisfy {
          if case .path = $0 { return true }
          return false
        }
    default: return false
    }
  }
}
