import Records

extension ConceptPool {
  /// The text of `pool.json`: where the pool comes from, by which rules, and what was left out.
  ///
  /// Keys are sorted and every rule and reason is listed, also with 0, so that two files differ
  /// only where the pools do. `provenance` adds the caller's own facts (digests, versions).
  public func provenanceJSON(
    rules: ConceptRules, templates: PromptTemplates?, provenance: [String: String]
  ) -> String {
    var members: [(String, JSONText)] = [
      ("concepts", .integer(concepts.count)),
      ("images", .integer(accounting.images)),
      ("captions", .integer(accounting.captions)),
      ("captions_without_image", .integer(accounting.captionsWithoutImage)),
      ("truncated_captions", .integer(accounting.truncatedCaptions)),
      ("mentions", .integer(accounting.mentions)),
      ("distinct_names", .integer(accounting.distinctNames)),
      ("added_unseen", .integer(accounting.addedUnseen)),
      ("collocations", .integer(accounting.collocations.count { !$0.isBlocked })),
      ("suspected_misspellings", .integer(accounting.misspellings.count)),
      ("parsing", .string(accounting.parsing)),
      ("inputs", .array(accounting.inputs.map(Self.json))),
      ("removed_names", .array(accounting.removedNames.map(Self.json))),
      ("rules", Self.json(rules)),
      ("provenance", .object(provenance.map { ($0.key, .string($0.value)) })),
    ]
    members += droppedJSON() + rejectedJSON()
    if let templates { members.append(("templates", Self.json(templates))) }
    return JSONText.object(members).text() + "\n"
  }

  private func droppedJSON() -> [(String, JSONText)] {
    func byRule(_ value: (DropRule) -> JSONText) -> JSONText {
      .object(DropRule.allCases.map { ($0.rawValue, value($0)) })
    }
    return [
      ("dropped_mentions", byRule { .integer(accounting.droppedMentions[$0, default: 0]) }),
      ("dropped_names", byRule { .integer(accounting.droppedNames[$0, default: 0]) }),
      (
        "dropped_name_samples",
        byRule { .array(accounting.droppedSamples[$0, default: []].map(Self.json)) }
      ),
    ]
  }

  private func rejectedJSON() -> [(String, JSONText)] {
    let reasons: [Rejection.Reason] = [
      .malformedRow, .emptyCaption, .invalidText, .notEnglish, .noConcept, .captionTooLong,
    ]
    return [
      (
        "rejected_captions",
        .object(reasons.map { ($0.rawValue, .integer(accounting.rejections[$0, default: 0])) })
      ),
      (
        "rejected_caption_samples",
        .object(
          reasons.map { reason in
            let samples = accounting.rejectionSamples[reason, default: []]
            return (reason.rawValue, .array(samples.map(json)))
          })
      ),
    ]
  }

  private func json(_ sample: CountAccount.Sample) -> JSONText {
    let file =
      accounting.inputs.indices.contains(sample.place.file)
      ? accounting.inputs[sample.place.file].name : ""
    return .object([
      ("caption", .string(sample.caption)), ("detail", .string(sample.detail)),
      ("file", .string(file)), ("number", .integer(sample.place.ordinal + 1)),
    ])
  }

  private static func json(_ input: CountedInput) -> JSONText {
    .object([
      ("name", .string(input.name)), ("sha256", .string(input.sha256)),
      ("captions", .integer(input.captions)),
      ("bad_rows", .integer(input.badRows)),
    ])
  }

  private static func json(_ name: PoolAccounting.NameCount) -> JSONText {
    .object([
      ("name", .string(name.name)), ("occurrences", .integer(name.occurrences)),
      ("captions", .integer(name.captions)),
    ])
  }

  private static func json(_ rules: ConceptRules) -> JSONText {
    .object([
      ("occurrences_min", .integer(rules.occurrencesMin)),
      ("images_min", .integer(rules.imagesMin)),
      ("concepts_max", rules.conceptsMax == .max ? .null : .integer(rules.conceptsMax)),
      ("chains", .string(rules.chains.rawValue)),
      ("npmi_noun_min", .string(shareText(Collocations.nounMin))),
      ("npmi_adjective_min", .string(shareText(Collocations.adjectiveMin))),
      ("npmi_occurrences_min", .integer(Collocations.pairsMin)),
      ("physical_share_min", .string(shareText(rules.physicalShareMin))),
      ("noun_rate_min", .string(shareText(rules.nounRateMin))),
      ("noun_rate_uses_min", .integer(rules.nounRateUsesMin)),
      ("filters", .array(rules.filters.map(\.rawValue).sorted().map(JSONText.string))),
      ("added", .array(rules.added.map(JSONText.string))),
      ("removed", .array(rules.removed.map(JSONText.string))),
      ("removes_synonyms", .boolean(rules.removesSynonyms)),
      ("removes_kinds", .boolean(rules.removesKinds)),
    ])
  }

  private static func json(_ templates: PromptTemplates) -> JSONText {
    .object([
      ("name", .string(templates.name)),
      ("fixes_articles", .boolean(templates.fixesArticles)),
      ("texts", .array(templates.templates.map(JSONText.string))),
    ])
  }
}
