import Codecs
import Concepts
import Kernels
import Pipeline
import Proposals
import Records

/// The OWL sources of a run by their numbers.
struct OWLSources: Sendable {
  private let sources: [Int: OWLSource]

  /// Loads the OWL sources of `proposals`; throws what `OWLSource` throws, and
  /// `OWLSourceError.classEmbeddingSizes`.
  init(_ proposals: [ProposalSource]) throws {
    var sources: [Int: OWLSource] = [:]
    var size: Int?
    for (number, source) in proposals.enumerated() {
      guard let owl = source.owl else { continue }
      let loaded = try OWLSource(owl.settings, kind: owl.kind, number: number)
      sources[number] = loaded
      guard loaded.keepsClassSides else { continue }
      let found = loaded.proposer.model.embeddingSize
      guard size ?? found == found else {
        throw OWLSourceError.classEmbeddingSizes(
          source: number, expected: size ?? found, found: found)
      }
      size = found
    }
    self.sources = sources
  }

  /// The proposer of a source that is an OWL.
  func proposer(_ number: Int) -> OWLProposer {
    guard let source = sources[number] else { preconditionFailure("source \(number) is no OWL") }
    return source.proposer
  }

  /// SHA-256 of the class names that sources read from files, by role: `proposals.0.queries` and so
  /// on.
  ///
  /// The settings name a file, the plan must know its lines. Throws as `queryNames` does.
  static func queryDigests(of proposals: [ProposalSource]) throws -> [String: SHA256Digest] {
    var digests: [String: SHA256Digest] = [:]
    for (number, source) in proposals.enumerated() {
      guard let settings = source.owl?.settings, case .file = settings.queries else { continue }
      let text = try settings.queryNames().joined(separator: "\n")
      digests["proposals.\(number).queries"] = SHA256Digest(of: Array(text.utf8))
    }
    return digests
  }

  /// Writes the class names that regions' `query` counts through, where there are any.
  ///
  /// A header and one line for each: source, query, name, the text that was embedded.
  func publishQueries(in folder: String) throws {
    var lines = "source\tquery\tname\ttext\n"
    let named = sources.values.filter { !$0.names.isEmpty }.sorted { $0.number < $1.number }
    guard !named.isEmpty else { return }
    for source in named {
      for (query, name) in source.names.enumerated() {
        let text = OWLQueryEncoder.prompt(source.template, PromptTemplates.cleaned(name))
        lines += "\(source.number)\t\(query)\t\(name)\t\(text)\n"
      }
    }
    try DurableFile.publish(Array(lines.utf8), at: "\(folder)/\(OWLSources.queriesName)")
  }

  /// The class name that a proposal answers; `nil` for a class-agnostic one.
  func queryName(of proposal: Proposal) -> String? {
    guard let query = proposal.query, let names = sources[Int(proposal.source)]?.names,
      names.indices.contains(Int(query))
    else { return nil }
    return names[Int(query)]
  }

  /// The file of class names beside the region shards.
  static let queriesName = "queries.tsv"

  /// Tells of queries that were cut, and of 8-bit products that save nothing here.
  func warn(_ observer: RunObserver) {
    for source in sources.values.sorted(by: { $0.number < $1.number }) {
      if source.proposer.model.precision == .int8, !KernelLevel.current.hasFastInt8 {
        observer.note(
          .warning,
          "this machine has no fast 8-bit products: precision f32 is faster for "
            + "regions.proposals.\(source.number)", ["kernels": KernelLevel.current.family])
      }
      guard source.truncated > 0 else { continue }
      observer.note(
        .warning,
        "\(source.truncated) queries of regions.proposals.\(source.number) are longer than "
          + "\(source.context) tokens and were cut", [:])
    }
  }
}
