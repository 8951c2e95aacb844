import Records

extension ConceptPool {
  /// The text of `pool.json`: where the pool comes from, by which rules, and what was left out.
  ///
  /// Keys are sorted and every rule and reason is listed, also with 0, so that two files differ
  /// only where the pools do. `provenance` adds the caller's own facts (digests, versions).
  public func provenanceJSON(
    rules: ConceptRules, templates: PromptTemplates, provenance: [String: String]
  ) -> String {
    func counts(_ pairs: [(String, Int)]) -> JSONText {
      .object(pairs.map { ($0.0, .integer($0.1)) })
    }
    func byRule(_ values: [DropRule: Int]) -> JSONText {
      counts(DropRule.allCases.map { ($0.rawValue, values[$0, default: 0]) })
    }
    let reasons: [Rejection.Reason] = [
      .emptyCaption, .invalidText, .notEnglish, .noConcept, .captionTooLong,
    ]
    let top = rules.conceptsMax == .max ? JSONText.null : .integer(rules.conceptsMax)
    let root = JSONText.object([
      ("concepts", .integer(concepts.count)),
      ("images", .integer(accounting.images)),
      ("captions", .integer(accounting.captions)),
      ("truncated_captions", .integer(accounting.truncatedCaptions)),
      ("mentions", .integer(accounting.mentions)),
      ("distinct_names", .integer(accounting.distinctNames)),
      ("added_unseen", .integer(accounting.addedUnseen)),
      ("dropped_mentions", byRule(accounting.droppedMentions)),
      ("dropped_names", byRule(accounting.droppedNames)),
      (
        "rejected_captions",
        counts(reasons.map { ($0.rawValue, accounting.rejections[$0, default: 0]) })
      ),
      (
        "rules",
        .object([
          ("occurrences_min", .integer(rules.occurrencesMin)),
          ("images_min", .integer(rules.imagesMin)),
          ("concepts_max", top),
          ("chains", .string(rules.chains.rawValue)),
          ("filters", .array(rules.filters.map(\.rawValue).sorted().map(JSONText.string))),
          ("added", .array(rules.added.map(JSONText.string))),
          ("removed", .array(rules.removed.map(JSONText.string))),
        ])
      ),
      (
        "templates",
        .object([
          ("name", .string(templates.name)),
          ("fixes_articles", .boolean(templates.fixesArticles)),
          ("texts", .array(templates.templates.map(JSONText.string))),
        ])
      ),
      ("provenance", .object(provenance.map { ($0.key, .string($0.value)) })),
    ])
    return root.text() + "\n"
  }
}
