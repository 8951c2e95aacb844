/// Whether a label of probability 0.8 is right eight times in ten.
enum CalibrationSection {
  private struct Row {
    let temperature: String
    let mean: String
    let error: String
    let isInForce: Bool
  }

  private struct View {
    let chart: String
    let facts: [FactRow]
    let hasRows: Bool
    let rows: [Row]
  }

  private static let template = """
    <p>Of labels of regions on an object: a point on the dashed line is as often right as its
    probability says; below it labels are too sure.</p>
    <div class="grid"><figure><figcaption>Reliability</figcaption>{{{chart}}}</figure>
    <div>\(FactRow.template)
    {{#hasRows}}<p class="tablename">Other temperatures</p>
    <p class="small">Records keep the nearest concepts alone; where the rest matters both bounds are
    given.</p>
    <div class="scroll"><table><thead><tr><th scope="col">temperature</th>
    <th scope="col">mean probability</th><th scope="col">calibration error</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{temperature}}{{#isInForce}} (in force){{/isInForce}}</th>
    <td>{{mean}}</td><td>{{error}}</td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}</div></div>
    """

  static func make(_ numbers: CalibrationNumbers) throws -> PageSection {
    try PageSection(
      anchor: "calibration", heading: "Do the probabilities keep their word?",
      short: "Calibration", template: template,
      view: View(
        chart: ReliabilityChart(bins: numbers.bins).markup, facts: facts(numbers),
        hasRows: !numbers.temperatures.isEmpty, rows: numbers.temperatures.map(row)))
  }

  private static func facts(_ numbers: CalibrationNumbers) -> [FactRow] {
    [
      FactRow(
        measure: "right", amount: NumberText.share(numbers.labels),
        meaning: "labels of regions on an object"),
      FactRow(
        measure: "mean probability", amount: NumberText.percent(numbers.meanProbability),
        meaning: "what the labels claim"),
      FactRow(
        measure: "calibration error", amount: NumberText.percent(numbers.expectedError),
        meaning: "mean gap between claim and truth (ECE)"),
      FactRow(
        measure: "largest gap", amount: NumberText.percent(numbers.largestError),
        meaning: "of any bin"),
      FactRow(
        measure: "Brier score",
        amount: numbers.brierScore.map { NumberText.fixed($0, decimals: 4) } ?? NumberText.missing,
        meaning: "mean squared gap of single labels; 0 is best"),
    ]
  }

  private static func row(_ row: TemperatureCalibration) -> Row {
    func pair(_ low: Double, _ high: Double, _ words: String) -> String {
      let (first, second) = (NumberText.percent(low), NumberText.percent(high))
      return first == second ? first : "\(first) \(words) \(second)"
    }
    return Row(
      temperature: NumberText.significant(row.temperature),
      mean: pair(row.meanProbabilityMin, row.meanProbabilityMax, "to"),
      // No range: between the two bounds the error may be smaller than at both.
      error: pair(row.errorAtMin, row.errorAtMax, "or"),
      isInForce: row.isInForce)
  }
}
