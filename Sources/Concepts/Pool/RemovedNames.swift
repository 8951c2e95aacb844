/// The names that a remove list keeps out of a pool, in every form.
///
/// For strict zero-shot training: `airplane` removes `airplanes`, `air-plane`, `air plane` and, with
/// synonyms, `plane` and `aeroplane`.
struct RemovedNames {
  private let forms: Set<String>
  private let removesKinds: Bool

  init(_ rules: ConceptRules) {
    var forms: Set<String> = []
    for name in rules.removed {
      var names = [ConceptName.cleaned(name), ConceptName.normalForm(name)]
      if rules.removesSynonyms {
        names += names.flatMap { SynonymList.synonyms(of: $0) + rules.synonyms.synonyms(of: $0) }
      }
      for name in names where !name.isEmpty { forms.insert(Self.joined(name)) }
    }
    self.forms = forms
    removesKinds = rules.removesKinds
  }

  /// Whether a name is out.
  func contains(_ name: String) -> Bool {
    guard !forms.isEmpty else { return false }
    if isForm(name) { return true }
    guard removesKinds else { return false }
    let words = name.split(separator: " ")
    return words.indices.dropFirst().contains { isForm(words[$0...].joined(separator: " ")) }
  }

  private func isForm(_ name: String) -> Bool {
    forms.contains(Self.joined(name)) || forms.contains(Self.joined(ConceptName.normalForm(name)))
  }

  /// A name without the spaces and hyphens that people put in or leave out.
  private static func joined(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != " " && $0 != "-" }))
  }
}
