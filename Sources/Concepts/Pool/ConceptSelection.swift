import Records

/// Turns merged counts into a pool in one pass: collocations, filters, lists, thresholds, order.
///
/// Memory is that of the words that are not rare and of the names that pass; every drop is counted.
struct ConceptSelection {
  private let rules: ConceptRules
  private let removed: RemovedNames
  /// Names that the add list wants, as they are and in the singular.
  private let wanted: Set<String>
  private(set) var accounting: PoolAccounting
  private var collocations: Collocations
  private var uses: [String: (total: Int, asNoun: Int)] = [:]
  private var found: [String: CountedName] = [:]
  private var ranked: [Concept] = []
  private var misspellings = MisspellingFinder()
  private var current: CountedName?

  init(rules: ConceptRules, summary: CountSummary) {
    self.rules = rules
    removed = RemovedNames(rules)
    wanted = Set(
      rules.added.flatMap { [ConceptName.cleaned($0), ConceptName.normalForm($0)] })
    accounting = PoolAccounting(summary)
    collocations = Collocations(mentions: summary.account.mentions)
  }

  /// Reads the counts and returns the pool; call once.
  mutating func pool(_ merger: inout CountMerger) throws -> ConceptPool {
    while try merger.advance() { take(merger.key, merger.record) }
    finishName()
    return finish()
  }

  private mutating func take(_ key: [UInt8], _ record: CountRecord) {
    guard let section = key.first.flatMap(CountKey.Section.init(rawValue:)),
      let end = CountKey.nameEnd(of: key), let tag = CountKey.Tag(rawValue: key[end + 1])
    else { preconditionFailure("readers give no other keys") }
    let name = key[1..<end]
    switch section {
    case .corpus:
      accounting.images += tag == .image ? 1 : record.singles
    case .word:
      if record.occurrences >= min(rules.nounRateUsesMin, rules.occurrencesMin) {
        uses[String(decoding: name, as: UTF8.self)] = (record.occurrences, record.captions)
      }
    case .modifier:
      collocations.addModifier(String(decoding: name, as: UTF8.self), record.occurrences)
    case .head:
      collocations.addHead(String(decoding: name, as: UTF8.self), record.occurrences)
    case .name:
      takeName(name, tag, key[(end + 2)...], record)
    }
  }

  private mutating func takeName(
    _ name: ArraySlice<UInt8>, _ tag: CountKey.Tag, _ rest: ArraySlice<UInt8>,
    _ record: CountRecord
  ) {
    switch tag {
    case .counts:
      if current.map({ !$0.name.utf8.elementsEqual(name) }) ?? true {
        finishName()
        current = CountedName(String(decoding: name, as: UTF8.self))
      }
      guard let kind = rest.first, let name = current?.name else { return }
      if isTaken(name, kind, record) { current?.take(kind, record) }
    case .image:
      if let kind = rest.last { current?.addImage(rest.dropLast(), kind) }
    case .surface:
      if let kind = rest.first {
        current?.addSpelling(rest.dropFirst(), kind, record.occurrences)
      }
    }
  }

  /// Whether a name of a kind is a candidate: longer names are when the rules want them.
  private mutating func isTaken(_ name: String, _ kind: UInt8, _ record: CountRecord) -> Bool {
    guard let kind = CountKey.Kind(rawValue: kind), kind != .concept else { return true }
    if wanted.contains(name) { return true }
    guard let npmi = collocations.npmi(name, record.occurrences), npmi >= Collocations.least(kind)
    else { return rules.chains == .all && kind == .nounChain }
    let head = name.split(separator: " ").last.map(String.init) ?? ""
    // `summer day` is no more a thing than `day`.
    let isStop = rules.filters.contains(.stopConcept) && ConceptName.dropRule(head) == .stopConcept
    let isBlocked = isStop || Collocations.isBlocked(name, kind)
    accounting.collocations.append(
      Collocation(
        name: name, occurrences: record.occurrences, npmi: npmi,
        isDescriptive: kind == .adjectiveChain, isBlocked: isBlocked))
    if rules.chains == .all, kind == .nounChain { return true }
    return rules.chains != .none && !isBlocked
  }

  private mutating func finishName() {
    guard let name = current, !name.kinds.isEmpty else { return }
    current = nil
    accounting.distinctNames += 1
    if wanted.contains(name.name), !removed.contains(name.name) {
      found[name.name] = name
      return
    }
    let rate = nounRate(of: name.name)
    if let rule = dropRule(name, rate) {
      accounting.drop(name.name, name.record.occurrences, name.record.captions, by: rule)
      if rule == .fewOccurrences { misspellings.add(name.name, name.record.occurrences) }
      return
    }
    misspellings.add(name.name, name.record.occurrences)
    ranked.append(name.concept(named: name.name, nounRate: rate))
  }

  /// The share of a word's uses that are nouns; `nil` for names of several words.
  private func nounRate(of name: String) -> Double? {
    uses[name].map { Double($0.asNoun) / Double($0.total) }
  }

  private func dropRule(_ name: CountedName, _ nounRate: Double?) -> DropRule? {
    if removed.contains(name.name) { return .removeList }
    if let rule = ConceptName.dropRule(name.name), rules.filters.contains(rule) { return rule }
    let isExempt = NounTraits.isExempt(name.name)
    if rules.filters.contains(.abstract), !isExempt,
      let share = NounTraits.physicalShare(of: name.name), share < rules.physicalShareMin
    {
      return .abstract
    }
    if rules.filters.contains(.nounRate), !isExempt, let nounRate, nounRate < rules.nounRateMin,
      let uses = uses[name.name], uses.total >= rules.nounRateUsesMin
    {
      return .nounRate
    }
    if name.record.occurrences < rules.occurrencesMin { return .fewOccurrences }
    if name.documents < rules.imagesMin { return .fewImages }
    return nil
  }

  private mutating func finish() -> ConceptPool {
    var selected = takeAdded()
    // Names of the add list that went in under another spelling are candidates like any other.
    for name in found.values.sorted(by: { $0.name < $1.name }) {
      let rate = nounRate(of: name.name)
      if let rule = dropRule(name, rate) {
        accounting.drop(name.name, name.record.occurrences, name.record.captions, by: rule)
      } else {
        ranked.append(name.concept(named: name.name, nounRate: rate))
      }
    }
    ranked.sort(by: ConceptPool.ranksBefore)
    let room = max(0, rules.conceptsMax - selected.count)
    for concept in ranked.dropFirst(room) {
      accounting.drop(concept.name, concept.occurrences, 0, by: .beyondTop)
    }
    selected.append(contentsOf: ranked.prefix(room))
    selected.sort(by: ConceptPool.ranksBefore)
    accounting.removedNames.sort(by: PoolAccounting.precedes)
    accounting.collocations.sort { left, right in
      left.npmi != right.npmi
        ? left.npmi > right.npmi : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    accounting.misspellings = misspellings.findings(
      selected.map { (name: $0.name, occurrences: $0.occurrences) })
    return ConceptPool(concepts: selected, accounting: accounting)
  }

  /// Takes the add list out of what was found; a listed name keeps its spelling and gets the counts
  /// of its normal form (`skis` those of `ski`).
  private mutating func takeAdded() -> [Concept] {
    var taken: [Concept] = []
    var names: Set<String> = []
    for raw in rules.added {
      let name = ConceptName.cleaned(raw)
      let normal = ConceptName.normalForm(name)
      guard !name.isEmpty, !removed.contains(normal), names.insert(name).inserted else { continue }
      let entry = found.removeValue(forKey: name) ?? found.removeValue(forKey: normal)
      if entry == nil { accounting.addedUnseen += 1 }
      let rate = entry.flatMap { nounRate(of: $0.name) }
      taken.append((entry ?? CountedName(name)).concept(named: name, nounRate: rate))
    }
    return taken
  }
}
