import Records

/// A box with its category and score.
struct Annotation: Equatable {
  let region: Int
  let box: Box
  let concept: Int
  let category: Category
  let score: Float
}

extension ExportJob {
  /// The annotations of an image by the options' content, best first or in order of the regions.
  func annotations(of record: ExportRecord) -> [Annotation] {
    options.content == .regions ? labelledRegions(of: record) : classBoxes(of: record)
  }

  /// Counts what is of novel categories.
  private func telling(_ found: [Annotation]) -> [Annotation] {
    report.note(
      "annotations of novel categories (leave them out with --without-split novel)",
      found.count { $0.category.split == "novel" })
    return found
  }

  /// Regions with their nearest concept where that is sure enough (RegionCLIP's pseudo labels).
  private func labelledRegions(of record: ExportRecord) -> [Annotation] {
    guard let labels = record.labels else { return [] }
    let found = choice.regions(of: record.regions, &report).compactMap { region -> Annotation? in
      guard let concept = record.concept(of: region) else { return nil }
      guard labels.maxProbability[region] > options.keepProbability else {
        report.note("regions left out: probability at most \(options.keepProbability)")
        return nil
      }
      guard let category = category(of: concept, "regions") else { return nil }
      return Annotation(
        region: region, box: record.regions.boxes[region], concept: concept, category: category,
        score: score(of: region, record.regions, labels))
    }
    return telling(found)
  }

  private func score(of region: Int, _ regions: RegionRecord, _ labels: LabelRecord) -> Float {
    switch options.score {
    case .probability: labels.maxProbability[region]
    case .proposal: regions.scores[region]
    case .cosine: labels.cosines[region * labels.conceptsPerRegion]
    case .product: (labels.maxProbability[region] * max(0, regions.scores[region])).squareRoot()
    }
  }

  /// The category of a concept; what has none is counted.
  func category(of concept: Int, _ what: String) -> Category? {
    switch categories.outcome(of: concept) {
    case .category(let category): return category
    case .unknown:
      report.note(
        "\(what) left out: the concept names no category", sample: source.concepts[concept].name)
    case .withheld:
      report.note("\(what) left out: a category of the split \(options.withoutSplit ?? "")")
    }
    return nil
  }

  /// Boxes of the image's labels, label by label in ascending category id, best first.
  ///
  /// Concepts of one category are one label: its boxes are merged. At most `boxesPerLabel` boxes of
  /// a label, and the `labelsPerImage` labels with the best boxes.
  func classBoxes(of record: ExportRecord) -> [Annotation] {
    guard let labels = record.labels else { return [] }
    var named: [Int: Category] = [:]
    for label in labels.imageLabels {
      let concept = Int(label.conceptID)
      guard case .category(let category) = categories.outcome(of: concept) else { continue }
      named[category.id] = category
    }
    var byCategory: [Int: [Annotation]] = [:]
    for box in labels.classBoxes {
      guard choice.takes(record.regions.sources[box.region]) else {
        report.note("class boxes left out: a source that is not taken")
        continue
      }
      guard box.score > classBoxScoreMin else {
        report.note("class boxes left out: score not above \(classBoxScoreMin)")
        continue
      }
      let concept = Int(box.conceptID)
      guard let category = category(of: concept, "class boxes") else { continue }
      byCategory[category.id, default: []].append(
        Annotation(
          region: box.region, box: record.regions.boxes[box.region], concept: concept,
          category: category, score: box.score))
    }
    for (id, _) in named where byCategory[id] == nil {
      report.note("image labels left out: no box", key: record.key)
    }
    var best = byCategory.mapValues(Self.ranked).map { $0.value.prefix(options.boxesPerLabel) }
      .filter { !$0.isEmpty }
    best.sort { ($1[0].score, $0[0].category.id) < ($0[0].score, $1[0].category.id) }
    if best.count > options.labelsPerImage {
      report.note(
        "image labels left out: behind the first \(options.labelsPerImage) of the image",
        best.count - options.labelsPerImage, key: record.key)
      best.removeSubrange(options.labelsPerImage...)
    }
    best.sort { $0[0].category.id < $1[0].category.id }
    return telling(best.flatMap { $0 })
  }

  /// Score descending, a region once; ties go to the earlier region.
  private static func ranked(_ boxes: [Annotation]) -> [Annotation] {
    var seen: Set<Int> = []
    return boxes.sorted { ($1.score, $0.region) < ($0.score, $1.region) }
      .filter { seen.insert($0.region).inserted }
  }

  /// What a class box's score must be above.
  ///
  /// 0.95 where it is a proposer's score, as object-centric-ovd has it for COCO; otherwise 0, since
  /// its sampler drops boxes without a positive score and then fails.
  var classBoxScoreMin: Float {
    if let scoreMin = options.scoreMin { return scoreMin }
    return ["score", "proposer"].contains(source.labelSet?.classBoxRule ?? "") ? 0.95 : 0
  }
}
