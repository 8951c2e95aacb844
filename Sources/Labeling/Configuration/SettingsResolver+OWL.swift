extension SettingsResolver {
  /// What the keys of an OWL source have to say to each other.
  mutating func checkOWLSources() {
    guard case .list(let kinds)? = values["regions.proposals"]?.value else { return }
    for (index, kind) in kinds.enumerated() where [.text("owlv2"), .text("owlvit")].contains(kind) {
      let name = "regions.proposals.\(index)"
      guard let agnostic = values["\(name).agnostic"], let queries = values["\(name).queries"]
      else { continue }
      if agnostic.value == .text("none"), queries.value == .absent {
        add(
          agnostic.place, "\(name) proposes nothing",
          expected: "queries, or agnostic objectness or all_objects", found: "agnostic none")
      }
      if kind == .text("owlvit"), agnostic.value == .text("objectness") {
        add(
          agnostic.place, "\(name).agnostic does not fit: OWL-ViT has no objectness head",
          expected: "auto, all_objects or none", found: "objectness")
      }
    }
  }
}
