internal import Transformer

/// The two detectors of the OWL family, by what `config.json` calls them.
public enum OWLKind: String, CaseIterable, Hashable, Sendable {
  /// OWL-ViT (2022): squashed images, no objectness head.
  case owlViT = "owlvit"
  /// OWLv2 (2023): images padded to a square, an objectness head.
  case owlV2 = "owlv2"

  /// Side of a patch in pixels where the configuration leaves it out.
  var defaultPatchSize: Int {
    switch self {
    case .owlViT: 32
    case .owlV2: 16
    }
  }
}

extension OWLKind {
  /// The kind that a configuration names; throws `ConfigurationError` for that of another model, or
  /// for another kind than `wanted`.
  init(modelType: String?, wanted: OWLKind?, path: String) throws(ConfigurationError) {
    let kind = modelType.flatMap(OWLKind.init(rawValue:))
    guard let kind, wanted == nil || wanted == kind else {
      throw ConfigurationError(
        path: path, key: "model_type",
        expected: wanted.map { "`\($0.rawValue)`" } ?? "`owlvit` or `owlv2`",
        found: modelType ?? "nothing")
    }
    self = kind
  }
}
