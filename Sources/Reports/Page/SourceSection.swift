/// What each proposal source and each text query gave.
enum SourceSection {
  private struct Row {
    let name: String
    let source: String
    let cells: [TableCell]
  }

  private struct View {
    let rows: [Row]
    let hasQueries: Bool
    let queries: [Row]
    let note: String?
  }

  private static let queriesMax = 500

  private static let template = """
    <p>Which boxes come from where, how many of their labels are kept, and which objects would be lost
    without them.</p>
    <div class="scroll"><table class="sortable"><thead><tr><th scope="col">source</th>
    <th scope="col">regions</th><th scope="col">kept, of its labels</th>
    <th scope="col">objects found</th><th scope="col">found by it alone</th>
    <th scope="col">mean score</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{name}}</th>
    {{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>
    {{#hasQueries}}<p class="tablename">By text query</p>{{#note}}<p class="small">{{.}}</p>{{/note}}
    <p><label class="filter" hidden>Filter <input type="search" data-filter="queries-table"></label></p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Queries">
    <table class="sortable" id="queries-table"><thead><tr><th scope="col">query</th>
    <th scope="col" class="text">source</th><th scope="col">regions</th><th scope="col">kept</th>
    <th scope="col">objects found</th><th scope="col">found by it alone</th></tr></thead><tbody>
    {{#queries}}<tr><th scope="row" dir="auto">{{name}}</th><td class="text" dir="auto">{{source}}</td>
    {{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>
    {{/queries}}</tbody></table></div>{{/hasQueries}}
    """

  static func make(_ report: Report) throws -> PageSection {
    let queries = report.queries.prefix(queriesMax).map(row)
    let left = report.queries.count - queries.count
    return try PageSection(
      anchor: "sources", heading: "Where the boxes come from", short: "Sources",
      template: template,
      view: View(
        rows: report.regions.sources.map(row), hasQueries: !queries.isEmpty, queries: queries,
        note: left > 0 ? "\(NumberText.count(left)) rarer queries are in report.json." : nil))
  }

  private static func count(_ value: Int) -> TableCell {
    TableCell(NumberText.count(value), sortedBy: Double(value))
  }

  private static func row(_ source: SourceNumbers) -> Row {
    let score = source.meanScore
    return Row(
      name: PageText.shortened(
        source.name + (source.isGroundTruth ? " (the ground truth's own boxes)" : ""), to: 80),
      source: "",
      cells: [
        count(source.regions), TableCell(source.kept.value), TableCell(source.found.value),
        count(source.foundAlone),
        TableCell(
          score.map { NumberText.fixed($0, decimals: 3) } ?? NumberText.missing, sortedBy: score),
      ])
  }

  private static func row(_ query: QueryNumbers) -> Row {
    Row(
      name: PageText.shortened(
        query.name ?? query.query.map { "query \($0)" } ?? "no query", to: 80),
      source: PageText.shortened(query.source, to: 60),
      cells: [
        count(query.regions), TableCell(query.kept.value), TableCell(query.found.value),
        count(query.foundAlone),
      ])
  }
}
