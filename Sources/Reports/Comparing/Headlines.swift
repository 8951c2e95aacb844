/// The numbers of a report that a comparison sets side by side.
enum Headlines {
  private struct Headline {
    let name: String
    let unit: HeadlineChange.Unit
    let moreIsBetter: Bool?
    let value: @Sendable (Report) -> Double?
  }

  /// The numbers that at least one of the reports has.
  static func changes(_ first: Report, _ second: Report) -> [HeadlineChange] {
    all.compactMap { headline in
      let (a, b) = (headline.value(first), headline.value(second))
      guard a != nil || b != nil else { return nil }
      return HeadlineChange(
        name: headline.name, unit: headline.unit, moreIsBetter: headline.moreIsBetter, first: a,
        second: b)
    }
  }

  private static let all = proposals + labels + distributions + amounts

  private static func share(
    _ name: String, better: Bool? = true, _ value: @escaping @Sendable (Report) -> Double?
  ) -> Headline {
    Headline(name: name, unit: .share, moreIsBetter: better, value: value)
  }

  private static func number(
    _ name: String, better: Bool? = nil, _ value: @escaping @Sendable (Report) -> Double?
  ) -> Headline {
    Headline(name: name, unit: .number, moreIsBetter: better, value: value)
  }

  private static func count(
    _ name: String, better: Bool? = nil, _ value: @escaping @Sendable (Report) -> Int?
  ) -> Headline {
    Headline(name: name, unit: .count, moreIsBetter: better) { value($0).map(Double.init) }
  }

  private static let proposals = [
    share("recall, IoU 0.5, 50 boxes") { recall($0, 50)?.recall50 },
    share("recall, IoU 0.75, 50 boxes") { recall($0, 50)?.recall75 },
    share("average recall, 100 boxes") { recall($0, 100)?.average },
    share("average precision without classes, IoU 0.5") {
      $0.proposalQuality?.averagePrecision50
    },
  ]

  private static func recall(_ report: Report, _ boxes: Int) -> RecallPoint? {
    report.proposalQuality?.group("all")?.point(boxes: boxes)
  }

  private static func detections(_ report: Report, _ boxes: String) -> DetectionQuality? {
    report.labelQuality?.detections.first { $0.boxes == boxes }
  }

  private static let labels =
    ["all", "base", "novel"].flatMap { group in
      [
        share("labels right on ground-truth boxes, \(group)") {
          $0.labelQuality?.onGroundTruthBoxes.first { $0.name == group }?.top1.value
        },
        share("labels right on the best proposal, \(group)") {
          $0.labelQuality?.onProposals.first { $0.name == group }?.top1.value
        },
      ]
    }
    + ["all", "base", "novel"].map { group in
      share("AP50 of regions with their nearest concept, \(group)") {
        detections($0, "regions")?.group(group)?.ap50
      }
    }
    + ["all", "base", "novel"].map { group in
      share("AP50 of class boxes, \(group)") {
        detections($0, "class_boxes")?.group(group)?.ap50
      }
    } + [
      share("calibration error", better: false) { $0.labelQuality?.calibration?.expectedError },
      share("regions named by their image's captions", better: nil) { $0.captions?.top1.value },
      share("class boxes: class is in the image") {
        $0.labelQuality?.classBoxes?.precision.value
      },
      share("class boxes: box on such an object") {
        $0.labelQuality?.classBoxes?.localisation.value
      },
      share("class boxes: best box on such an object") {
        $0.labelQuality?.classBoxes?.bestLocalisation.value
      },
      share("image labels: precision") { $0.labelQuality?.imageLabels?.precision.value },
      share("image labels: recall") { $0.labelQuality?.imageLabels?.recall.value },
      share("classes with a concept") { $0.labelQuality?.categoriesInPool.value },
    ]

  private static let distributions = [
    share("labels kept", better: nil) { report in
      // Without a known threshold all are kept, which says nothing of the labels.
      report.labels.flatMap { $0.keepThreshold == nil ? nil : $0.kept.value }
    },
    number("mean cosine of the nearest concept") { $0.labels?.topCosine.mean },
    number("mean margin between the two nearest") { $0.labels?.margin.mean },
    number("mean max probability") { $0.labels?.maxProbability.mean },
    number("mean log-sum-exp") { $0.labels?.logSumExp.mean },
    number("Gini coefficient of the concepts") { $0.concepts.gini },
    number("entropy of the concepts in bits") { $0.concepts.entropyBits },
  ]

  private static let amounts = [
    count("images used") { $0.images.used },
    count("images rejected", better: false) {
      $0.images.rejected
    },
    count("regions") { $0.regions.total },
    number("regions in an image") { $0.regions.perImage.mean },
    count("concepts") { $0.concepts.poolSize },
    count("concepts nearest to no region") { $0.concepts.unused },
    count("labels of images from captions") { $0.labels?.imageLabels },
    count("class boxes") { $0.labels?.classBoxes },
  ]
}
