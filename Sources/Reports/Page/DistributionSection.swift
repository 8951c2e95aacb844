/// Histograms of scores and probabilities: what can be seen without ground truth.
enum DistributionSection {
  private struct Figure {
    let heading: String
    let chart: String
    let about: String
    /// Pictures that illustrate an end of the distribution.
    var links: [Link] = []
    var isFilled = true
  }

  private struct Link {
    let target: String
    let text: String
  }

  private struct View {
    let leavesOutTruth: Bool
    let overlaps: String
    let figures: [Figure]
  }

  private static let template = """
    {{#leavesOutTruth}}<p>Of the proposals; the ground truth's own boxes are left out.</p>
    {{/leavesOutTruth}}<p>{{overlaps}}</p><div class="grid">
    {{#figures}}<figure><figcaption>{{heading}}</figcaption>{{{chart}}}
    <p class="small">{{about}} {{#links}}<a href="#{{target}}">{{text}}</a> {{/links}}</p></figure>
    {{/figures}}</div>
    """

  static func make(_ finished: FinishedReport) throws -> PageSection {
    let report = finished.report
    let kinds = Set(finished.gallery.filter { !$0.images.isEmpty }.map(\.kind))
    return try PageSection(
      anchor: "distributions", heading: "Distributions", short: "Distributions", template: template,
      view: View(
        leavesOutTruth: Set(report.regions.sources.map(\.isGroundTruth)).count == 2,
        overlaps: overlaps(report.regions.overlaps),
        figures: regions(report.regions) + labels(report.labels, shown: kinds)))
  }

  private static func regions(_ numbers: RegionNumbers) -> [Figure] {
    [
      figure(
        "Regions in an image", numbers.perImage, x: "regions", y: "images",
        about: spread(numbers.perImage, 0)),
      figure(
        "Proposal scores", numbers.scores, x: "score", y: "regions", range: 0...1,
        about: spread(numbers.scores, 2)),
      figure(
        "Region sizes", numbers.relativeSizes, x: "square root of area, image = 1", y: "regions",
        range: 0...1, about: spread(numbers.relativeSizes, 2) + " " + sizes(numbers.sizeClasses)),
      figure(
        "Shapes of regions", numbers.aspectRatios, x: "log2 of width / height", y: "regions",
        about: "0 is a square, 1 twice as wide as high. " + spread(numbers.aspectRatios, 2)),
      figure(
        "Sizes of images", numbers.imageSides, x: "longer side in pixels", y: "images",
        about: spread(numbers.imageSides, 0)),
    ]
  }

  private static func overlaps(_ overlaps: BoxOverlaps) -> String {
    "Nearly the same box twice (IoU above 0.9): "
      + "\(NumberText.share(overlaps.withinSource)) regions within a source, "
      + "\(NumberText.percent(overlaps.acrossSources.value)) across sources, "
      + "in \(NumberText.percent(overlaps.images.value)) of the images."
  }

  private static func sizes(_ classes: [SizeClass]) -> String {
    let parts = classes.map { entry in
      "\(entry.name.replacing("mavl_", with: "MAVL ")) \(NumberText.percent(entry.regions.value))"
    }
    return parts.isEmpty ? "" : "By size: \(parts.joined(separator: ", "))."
  }

  private static func labels(
    _ numbers: LabelNumbers?, shown kinds: Set<GalleryImage.Kind>
  ) -> [Figure] {
    guard let numbers else { return [] }
    let ends = [
      (GalleryImage.Kind.uncertain, "least certain pictures"), (.best, "best pictures"),
    ].filter { kinds.contains($0.0) }.map { Link(target: "gallery-\($0.0.rawValue)", text: $0.1) }
    let mark = numbers.keepThreshold
    return [
      figure(
        "Cosine of the nearest concept", numbers.topCosine, x: "cosine", y: "regions",
        about: spread(numbers.topCosine, 3)),
      figure(
        "Margin between the two nearest", numbers.margin, x: "difference of cosines",
        y: "regions", about: "Near 0 the choice is a coin's toss. " + spread(numbers.margin, 3)),
      figure(
        "Max probability", numbers.maxProbability, x: "max probability", y: "regions",
        range: 0...1, mark: mark, about: spread(numbers.maxProbability, 2), links: ends),
      Figure(
        heading: "Share of labels kept", chart: keptChart(numbers),
        about: mark.map { threshold in
          "The threshold in force, \(NumberText.axis(threshold)), keeps "
            + "\(NumberText.share(numbers.kept))."
        } ?? "No threshold is in force; this is what one would keep."),
      figure(
        "Log-sum-exp over the pool", numbers.logSumExp, x: "log sum exp(cosine / temperature)",
        y: "regions",
        about: "Low values are regions that no concept fits. "
          + spread(numbers.logSumExp, 1)),
      figure(
        "Entropy of a region's label", numbers.entropyBits, x: "bits", y: "regions",
        about: "Concepts that are not stored count as one: a lower bound. "
          + spread(numbers.entropyBits, 2)),
      figure(
        "Probability outside the stored concepts", numbers.residual, x: "probability",
        y: "regions", range: 0...1,
        about: "What training on the stored concepts alone leaves out. "
          + spread(numbers.residual, 3)),
    ].filter { $0.isFilled }
  }

  private static func figure(
    _ heading: String, _ histogram: Histogram, x: String, y: String,
    range: ClosedRange<Double>? = nil, mark: Double? = nil, about: String,
    links: [Link] = []
  ) -> Figure {
    Figure(
      heading: heading,
      chart: HistogramChart(
        histogram: histogram, xTitle: x, yTitle: y, mark: mark, range: range
      ).markup,
      about: about, links: links, isFilled: histogram.total > 0)
  }

  private static func spread(_ histogram: Histogram, _ decimals: Int) -> String {
    guard let median = histogram.median(ofWhole: decimals == 0), let mean = histogram.mean,
      let smallest = histogram.smallest, let largest = histogram.largest
    else { return "" }
    func text(_ value: Double) -> String { NumberText.rounded(value, decimals: decimals) }
    let ends = [median.lowerBound, median.upperBound].map(text)
    return "Median \(ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"), "
      + "mean \(NumberText.rounded(mean, decimals: max(1, decimals))), "
      + "from \(text(smallest)) to \(text(largest))."
  }

  private static func keptChart(_ numbers: LabelNumbers) -> String {
    LineChart(
      series: [
        .init(
          name: "kept", points: numbers.keptAgainstThreshold.map { ($0.threshold, $0.share) })
      ],
      frame: PlotFrame(
        x: .linear(0...1), y: .linear(0...1), xTitle: "threshold on max probability",
        yTitle: "labels kept", yText: { NumberText.fixed($0 * 100, decimals: 0) + " %" }),
      label: "Share of labels kept against the threshold", mark: numbers.keepThreshold
    ).markup
  }
}
