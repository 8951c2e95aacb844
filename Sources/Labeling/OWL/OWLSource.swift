import Kernels
import Proposals
import Records

/// A configured OWL source: its detector and its queries, embedded once for the run.
struct OWLSource: Sendable {
  /// The source's number.
  let number: Int
  /// What proposes.
  let proposer: OWLProposer
  /// Class names in the order of `Proposal.query`.
  let names: [String]
  /// The sentence that class names are put into.
  let template: String
  /// Queries that lost tokens at their end.
  let truncated: Int
  /// Most tokens of a query; 0 where there are no queries.
  let context: Int

  /// Loads the model and embeds the queries.
  ///
  /// Text tower and tokenizer are read only where there are queries. Throws what `OWLModel` and
  /// `OWLQueryEncoder` throw, and `FileError`.
  init(_ settings: ProposalSource.OWL, kind: OWLKind, number: Int) throws {
    let model = try OWLModel(
      folder: settings.model, kind: kind, precision: settings.precision == .int8 ? .int8 : .f32)
    let names = try settings.queryNames()
    let usual: ProposalSource.OWL.Agnostic = kind == .owlV2 ? .objectness : .allObjects
    let agnostic = settings.agnostic ?? (names.isEmpty ? usual : .none)
    var encoder: OWLQueryEncoder?
    if agnostic == .allObjects || !names.isEmpty {
      encoder = try OWLQueryEncoder(folder: settings.model, kind: kind, source: number)
    }
    var truncated = 0
    var options = OWLOptions(
      agnostic: .none, top: settings.top, topOfQuery: settings.topPerQuery,
      keepsClassSides: settings.storeClassEmbeddings)
    if agnostic == .objectness { options.agnostic = .objectness }
    if let encoder, agnostic == .allObjects {
      let family = try encoder.encode(settings.allObjects)
      options.agnostic = .queries(OWLQueries(family.embeddings))
      truncated += family.truncated
    }
    if let encoder, !names.isEmpty {
      let classes = try encoder.encode(names: names, template: settings.template)
      options.classes = OWLQueries(classes.embeddings)
      truncated += classes.truncated
    }
    self.number = number
    self.names = names
    self.truncated = truncated
    context = encoder?.context ?? 0
    template = settings.template
    proposer = OWLProposer(model: model, options: options, source: UInt8(number))
  }

  /// Whether regions keep class sides.
  var keepsClassSides: Bool { proposer.options.keepsClassSides }
}

extension ProposalSource {
  /// The settings of an OWL source, and which kind its folder must be; `nil` for other sources.
  var owl: (settings: OWL, kind: OWLKind)? {
    switch self {
    case .owlv2(let settings): (settings, .owlV2)
    case .owlvit(let settings): (settings, .owlViT)
    default: nil
    }
  }
}

extension ProposalSource.OWL {
  /// The class names, in the order of the list or file; none where there are no queries.
  ///
  /// Throws `FileError`, and `OWLSourceError.noQueries` for a file without names.
  func queryNames() throws -> [String] {
    switch queries {
    case .none: return []
    case .names(let names): return names
    case .file(let path):
      let names = try ConceptList.names(ofFile: path)
      guard !names.isEmpty else { throw OWLSourceError.noQueries(path: path) }
      return names
    }
  }
}
