import Records

/// Images that are there more than once, and evaluation images among them.
enum DuplicateSection {
  private struct Group {
    let kind: String
    let amount: String
    let keys: String
    let crops: [CropView]
  }

  private struct Match {
    let evaluation: String
    let key: String
    let distance: String
    let crops: [CropView]
  }

  private struct View {
    let facts: [FactRow]
    let notes: [String]
    let warning: String?
    let hasMatches: Bool
    let matches: [Match]
    let hasGroups: Bool
    let groups: [Group]
  }

  private static let groupsShown = 12
  private static let picturesShown = 4
  private static let matchesShown = 20

  private static let template = """
    {{#warning}}<p class="warning">{{.}}</p>{{/warning}}
    \(FactRow.template)
    {{#notes}}<p class="small">{{.}}</p>{{/notes}}
    {{#hasMatches}}<h3 id="evaluation">Evaluation images found here</h3><div class="scroll"><table>
    <thead><tr><th scope="col">evaluation image</th><th scope="col" class="text">data set's image</th>
    <th scope="col">difference</th></tr></thead><tbody>
    {{#matches}}<tr><th scope="row" dir="auto">{{evaluation}}</th><td class="text" dir="auto">{{key}}
    <div class="crops">\(CropView.template)</div></td><td>{{distance}}</td></tr>
    {{/matches}}</tbody></table></div>{{/hasMatches}}
    {{#hasGroups}}<h3 id="duplicate-groups">The largest groups</h3><div class="strips">
    {{#groups}}<div class="strip"><h3>{{amount}} <span class="small">{{kind}}</span></h3>
    <div class="crops">\(CropView.template)</div><p class="small"><bdi>{{keys}}</bdi></p></div>
    {{/groups}}</div>{{/hasGroups}}
    """

  static func make(
    _ numbers: DuplicateNumbers, absent: [String: String], pictures: PictureSet
  ) throws -> PageSection {
    let groups =
      numbers.exact.samples.prefix(groupsShown).map { group($0, "equal files", pictures) }
      + (numbers.near?.samples ?? []).prefix(groupsShown).map { group($0, "look alike", pictures) }
    let matches = (numbers.evaluation?.samples ?? []).prefix(matchesShown).map {
      match($0, pictures)
    }
    var notes = ["duplicates.near", "duplicates.evaluation"].compactMap { absent[$0] }
      .map { "Not measured: \($0)." }
    if numbers.withoutTexture > 0 {
      notes.append(
        "\(NumberText.count(numbers.withoutTexture)) images without any edge are left out of the "
          + "search for images that look alike.")
    }
    let leaked = (numbers.evaluation?.exact ?? 0) + (numbers.evaluation?.near ?? 0)
    return try PageSection(
      anchor: "duplicates", heading: "Images that are there twice", short: "Duplicates",
      template: template,
      view: View(
        facts: facts(numbers), notes: notes,
        warning: leaked > 0
          ? "\(NumberText.count(leaked)) evaluation images are in this data set: a model trained on "
            + "it must not be judged by them." : nil,
        hasMatches: !matches.isEmpty, matches: matches, hasGroups: !groups.isEmpty,
        groups: groups))
  }

  /// The images that the section shows, as crops of the whole.
  static func crops(_ numbers: DuplicateNumbers) -> [PictureSet.Crop] {
    let groups =
      numbers.exact.samples.prefix(groupsShown) + (numbers.near?.samples ?? []).prefix(groupsShown)
    let matches = (numbers.evaluation?.samples ?? []).prefix(matchesShown)
    return matches.map { whole($0.key) }
      + groups.flatMap { $0.keys.prefix(picturesShown).map(whole) }
  }

  private static func whole(_ key: String) -> PictureSet.Crop {
    PictureSet.Crop(key: ImageKey(key), box: Box(x1: 0, y1: 0, x2: 65_536, y2: 65_536))
  }

  private static func picture(_ key: String, _ pictures: PictureSet) -> CropView? {
    pictures.crops[whole(key)].map {
      CropView(
        address: $0, kind: "open", text: "", about: PageText.shortened(key, to: 200))
    }
  }

  private static func group(
    _ group: DuplicateGroup, _ kind: String, _ pictures: PictureSet
  ) -> Group {
    let more = group.images - group.keys.count
    return Group(
      kind: kind, amount: "\(NumberText.count(group.images)) images",
      keys: PageText.shortened(group.keys.joined(separator: ", "), to: 400)
        + (more > 0 ? " and \(NumberText.count(more)) more" : ""),
      crops: group.keys.prefix(picturesShown).compactMap { picture($0, pictures) })
  }

  private static func match(_ match: EvaluationMatch, _ pictures: PictureSet) -> Match {
    Match(
      evaluation: PageText.shortened(match.evaluation, to: 200),
      key: PageText.shortened(match.key, to: 200),
      distance: match.distance.map { "\($0) of 64 bits" } ?? "equal file",
      crops: picture(match.key, pictures).map { [$0] } ?? [])
  }

  private static func facts(_ numbers: DuplicateNumbers) -> [FactRow] {
    func facts(_ groups: DuplicateGroups, _ name: String, _ meaning: String) -> FactRow {
      FactRow(
        measure: name,
        amount: "\(NumberText.count(groups.surplus)) of \(NumberText.count(groups.compared))",
        meaning: "\(meaning); \(NumberText.count(groups.groups)) groups, the largest of "
          + NumberText.count(groups.largest))
    }
    var result = [
      facts(numbers.exact, "equal files", "images beyond the first of their file's bytes")
    ]
    if let near = numbers.near {
      result.append(
        facts(
          near, "images that look alike",
          "beyond the first, at most \(numbers.distanceMax) of 64 bits apart"))
    }
    if let evaluation = numbers.evaluation {
      result.append(
        FactRow(
          measure: "evaluation images", amount: "\(NumberText.count(evaluation.exact)) equal",
          meaning: "of \(NumberText.count(evaluation.images)) on the list; "
            + (evaluation.near.map { "\(NumberText.count($0)) further ones look alike" }
              ?? "likeness not measured")
            + (evaluation.unreadable > 0
              ? "; \(NumberText.count(evaluation.unreadable)) could not be read" : "")))
    }
    return result
  }
}
