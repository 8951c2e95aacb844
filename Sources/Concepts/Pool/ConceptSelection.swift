import Records

/// Turns counts into a pool: chains, filters, lists, thresholds, order, top; every drop is counted.
struct ConceptSelection {
  let rules: ConceptRules
  let counts: ConceptCounts
  var accounting: PoolAccounting

  /// Runs the selection; call once.
  mutating func pool() -> ConceptPool {
    var candidates = counts.concepts
    for (name, entry) in CollocationRule(counts: counts).kept(rules) {
      candidates[name, default: ConceptCounts.Entry()].merge(entry)
    }
    accounting.distinctNames = candidates.count

    let removed = Set(rules.removed.map(ConceptName.normalForm))
    var selected = takeAdded(from: &candidates, removed: removed)
    var ranked: [Concept] = []
    for (name, entry) in candidates {
      if let rule = dropRule(name, entry, removed: removed) {
        drop(entry, by: rule)
      } else {
        ranked.append(entry.concept(named: name))
      }
    }
    ranked.sort(by: ConceptPool.ranksBefore)
    let room = max(0, rules.conceptsMax - selected.count)
    for concept in ranked.dropFirst(room) {
      accounting.droppedNames[.beyondTop, default: 0] += 1
      accounting.droppedMentions[.beyondTop, default: 0] += concept.occurrences
    }
    selected.append(contentsOf: ranked.prefix(room))
    selected.sort(by: ConceptPool.ranksBefore)
    return ConceptPool(concepts: selected, accounting: accounting)
  }

  /// Takes the add list out of the candidates; a listed name keeps its spelling and gets the counts
  /// of its normal form (`skis` those of `ski`).
  private mutating func takeAdded(
    from candidates: inout [String: ConceptCounts.Entry], removed: Set<String>
  ) -> [Concept] {
    var taken: [Concept] = []
    var names: Set<String> = []
    for raw in rules.added {
      let name = ConceptName.cleaned(raw)
      let normal = ConceptName.normalForm(name)
      guard !name.isEmpty, !removed.contains(normal), names.insert(name).inserted else { continue }
      let entry =
        candidates.removeValue(forKey: name) ?? candidates.removeValue(forKey: normal)
      if entry == nil { accounting.addedUnseen += 1 }
      taken.append((entry ?? ConceptCounts.Entry()).concept(named: name))
    }
    return taken
  }

  private func dropRule(
    _ name: String, _ entry: ConceptCounts.Entry, removed: Set<String>
  ) -> DropRule? {
    if removed.contains(name) || removed.contains(ConceptName.normalForm(name)) {
      return .removeList
    }
    if let rule = ConceptName.dropRule(name), rules.filters.contains(rule) { return rule }
    if entry.occurrences < rules.occurrencesMin { return .fewOccurrences }
    if entry.images < rules.imagesMin { return .fewImages }
    return nil
  }

  private mutating func drop(_ entry: ConceptCounts.Entry, by rule: DropRule) {
    accounting.droppedNames[rule, default: 0] += 1
    accounting.droppedMentions[rule, default: 0] += entry.occurrences
  }
}
