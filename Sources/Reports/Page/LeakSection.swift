/// What models, captions and the pool know of the novel classes.
enum LeakSection {
  private struct Row {
    let model: String
    let seen: String
    let novel: String
  }

  private struct Novel {
    let name: String
    let concepts: String
    let cells: [TableCell]
  }

  private struct Mention {
    let key: String
    let name: String
    let caption: String
  }

  private struct View {
    let hasModels: Bool
    let rows: [Row]
    let facts: [FactRow]
    let hasFacts: Bool
    let classes: [Novel]
    let samples: [Mention]
    let hasSamples: Bool
    let removed: String?
  }

  private static let classesMax = 1_000

  private static let template = """
    {{#hasModels}}<p>A model that was trained on the novel classes makes their scores look better than
    they are. This table rests on the notes that come with the models.</p>
    <div class="scroll"><table><thead><tr><th scope="col">model</th>
    <th scope="col">classes seen</th><th scope="col" class="text">novel classes seen</th></tr></thead>
    <tbody>{{#rows}}<tr><th scope="row">{{model}}</th><td>{{seen}}</td><td class="text">{{novel}}</td>
    </tr>{{/rows}}</tbody></table></div>{{/hasModels}}
    {{^hasModels}}<p class="empty">No model comes with a note of the classes that it saw.</p>
    {{/hasModels}}
    {{#hasFacts}}<h3 id="novel">What this data set says of the novel classes</h3>
    \(FactRow.template)
    {{#removed}}<p>{{.}}</p>{{/removed}}
    <p><label class="filter" hidden>Filter <input type="search" data-filter="novel-table"></label></p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Novel classes">
    <table class="sortable" id="novel-table"><thead><tr><th scope="col">novel class</th>
    <th scope="col">captions</th><th scope="col">images</th><th scope="col" class="text">in the pool as
    </th></tr></thead><tbody>{{#classes}}<tr><th scope="row" dir="auto">{{name}}</th>
    {{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}
    <td class="text" dir="auto">{{concepts}}</td></tr>{{/classes}}</tbody></table></div>
    {{#hasSamples}}<details><summary>Captions that mention one</summary>
    {{#samples}}<p class="caption" dir="auto">{{{caption}}} <span class="small"><bdi>{{name}}</bdi> in
    <bdi>{{key}}</bdi></span></p>{{/samples}}</details>{{/hasSamples}}{{/hasFacts}}
    """

  /// The section; `nil` when there is neither a note of a model nor a novel class.
  static func make(_ leaks: [LeakNumbers], audit: LeakAudit?) throws -> PageSection? {
    guard !leaks.isEmpty || audit != nil else { return nil }
    let samples = (audit?.samples ?? []).map(mention)
    return try PageSection(
      anchor: "leaks", heading: "What is known of the novel classes?", short: "Leaks",
      template: template,
      view: View(
        hasModels: !leaks.isEmpty, rows: leaks.map(row), facts: audit.map(facts) ?? [],
        hasFacts: audit != nil, classes: (audit?.classes ?? []).prefix(classesMax).map(novel),
        samples: samples, hasSamples: !samples.isEmpty,
        removed: audit?.removed.map(removed)))
  }

  private static func row(_ leak: LeakNumbers) -> Row {
    Row(
      model: PageText.shortened(leak.model, to: 200), seen: NumberText.count(leak.classesSeen),
      novel: leak.novelSeen.isEmpty
        ? "none" : PageText.shortened(leak.novelSeen.joined(separator: ", "), to: 2_000))
  }

  private static func facts(_ audit: LeakAudit) -> [FactRow] {
    func fact(_ measure: String, _ proportion: Proportion, _ meaning: String) -> FactRow {
      FactRow(
        measure: measure,
        amount: "\(NumberText.count(proportion.hits)) (\(NumberText.percent(proportion.value)))",
        meaning: meaning)
    }
    return [
      fact("captions", audit.captions, "mention a novel class by its name or a synonym"),
      fact("images", audit.images, "have such a caption"),
      FactRow(
        measure: "concepts", amount: NumberText.count(audit.poolEntries),
        meaning: "of the pool name one of the \(NumberText.count(audit.novelClasses)) novel classes"
      ),
      fact("labels of regions", audit.regionLabels, "have such a concept as the nearest"),
      fact("labels of images", audit.imageLabels, "name a novel class"),
      fact("class boxes", audit.classBoxes, "were chosen for a novel class"),
    ]
  }

  private static func removed(_ removed: RemovedConcepts) -> String {
    let names = removed.samples.map { "\($0.name) (\(NumberText.count($0.mentions)))" }
    return "The remove list has \(NumberText.count(removed.listed)) names; "
      + "\(NumberText.count(removed.names)) of them are in captions and were kept out of the pool "
      + "with \(NumberText.count(removed.mentions)) mentions"
      + (names.isEmpty
        ? "." : ": \(PageText.shortened(names.joined(separator: ", "), to: 1_000)).")
  }

  private static func novel(_ novel: NovelClass) -> Novel {
    Novel(
      name: PageText.shortened(novel.name, to: 80),
      concepts: novel.concepts.isEmpty
        ? "–" : PageText.shortened(novel.concepts.joined(separator: ", "), to: 200),
      cells: [
        TableCell(NumberText.count(novel.captions), sortedBy: Double(novel.captions)),
        TableCell(NumberText.count(novel.images), sortedBy: Double(novel.images)),
      ])
  }

  private static func mention(_ mention: NovelMention) -> Mention {
    Mention(
      key: PageText.shortened(mention.key, to: 200), name: PageText.shortened(mention.name, to: 80),
      caption: CaptionMarkup(
        caption: mention.caption,
        spans: [
          .init(caption: 0, start: mention.start, end: mention.end, concept: mention.name)
        ]
      ).markup)
  }
}
