internal import Codecs

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

  /// A file or folder that a pass reads.
  public struct Location: Hashable, Sendable {
    /// The key that names it, for example `regions.teacher.model`.
    public let key: String
    /// The path to open.
    public let path: String
    /// Where the path is written, for messages.
    public let place: SettingPlace
  }

  /// Every key with its value, defaults included, one `key = value` on a line, sorted.
  ///
  /// Equal for files that mean the same: comments, order, quotes and number styles do not show.
  /// Paths are as the file gives them.
  public var canonicalText: String {
    text(of: values)
  }

  /// SHA-256 of `canonicalText`, in hex: two files with this digest mean the same.
  public var digest: String {
    SHA256Digest(of: Array(canonicalText.utf8)).hex
  }

  /// The keys that `pass` depends on, in the form of `canonicalText`, without any paths.
  ///
  /// Only the pass's own keys are here. What an earlier pass made (the pool, the regions) has a
  /// digest of its own, which the caller combines with this one.
  public func canonicalText(of pass: Pass) -> String {
    text(of: values.filter { $0.value.passes.contains(pass) && !$0.value.isPath })
  }

  /// The files and folders that `pass` reads, in the order of their keys.
  public func locations(of pass: Pass) -> [Location] {
    var keys = Set(values.filter { $0.value.passes.contains(pass) }.keys)
    if pass == .regions, regions.proposals.contains(where: \.isGroundTruth) {
      keys.insert("input.ground_truth")
    }
    return keys.sorted().compactMap { key in
      guard let setting = values[key], case .path(let path) = setting.value else { return nil }
      return Location(key: key, path: path.resolved, place: setting.place)
    }
  }

  /// SHA-256, in hex, of what `pass` depends on: its keys, and the digests of the files it reads.
  ///
  /// Where files lie does not count, what is in them does: `contents` gives a digest for each key
  /// of `locations(of:)`, and for no other.
  public func digest(of pass: Pass, contents: [String: String]) -> String {
    precondition(
      Set(contents.keys) == Set(locations(of: pass).map(\.key)),
      "digests are needed for exactly the files that the pass reads")
    let lines = contents.sorted { $0.key < $1.key }.map { "\($0.key) contains \($0.value)\n" }
    let text = "pass \(pass.rawValue)\n" + canonicalText(of: pass) + lines.joined()
    return SHA256Digest(of: Array(text.utf8)).hex
  }

  private func text(of values: [String: ResolvedSetting]) -> String {
    values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key) = \($0.value.value.canonicalText)\n" }.joined()
  }
}

extension ResolvedSetting {
  fileprivate var isPath: Bool {
    if case .path = value { return true }
    return false
  }
}

extension ProposalSource {
  fileprivate var isGroundTruth: Bool {
    if case .groundTruth = self { return true }
    return false
  }
}
