import Records

extension ExportJob {
  /// Writes one file for each image, named as the consumer looks it up.
  ///
  /// `content` gives what writes the file, or `nil` to leave the image out; `suffix` has its dot.
  func writeImageFiles(
    _ rule: StemRule, suffix: String, hasEmbeddings: Bool,
    _ content: (ExportRecord) throws -> ((ExportFile) throws -> Void)?
  ) throws {
    var register = StemRegister(rule, options.layout)
    try forEachImage(hasEmbeddings: hasEmbeddings) { record in
      guard let write = try content(record),
        let name = try register.name(of: record.key, &report)
      else { return }
      guard let file = try output.file(name + suffix) else {
        throw ExportError.sameStem(stem: name, key: record.key.description, rule: rule.rawValue)
      }
      try write(file)
      try file.finish()
      report.count("files")
    }
    if report.written["files"] == nil {
      throw ExportError.empty(format: format.name, reason: "no image is left for it")
    }
  }

  /// The regions of an image for consumers that fail on an empty list; `nil` leaves the image out.
  ///
  /// A row of `boxes.count` is the whole image.
  func regionsOrWholeImage(of record: ExportRecord) throws -> [Int]? {
    let regions = choice.regions(of: record.regions, &report)
    guard regions.isEmpty else { return regions }
    switch options.emptyImages {
    case .wholeImage:
      report.note("images without regions: the whole image stands for them", key: record.key)
      return [record.regions.boxes.count]
    case .skip:
      report.note("images left out: no regions", key: record.key)
      return nil
    case .fail: throw ExportError.noRegions(key: record.key.description)
    }
  }
}

extension RegionRecord {
  /// A region's box; the whole image for `boxes.count`.
  func boxOrImage(_ region: Int) -> Box {
    region < boxes.count
      ? boxes[region] : Box(x1: 0, y1: 0, x2: Float(width), y2: Float(height))
  }

  /// A region's score; 1 for the whole image.
  func scoreOrOne(_ region: Int) -> Float {
    region < scores.count ? scores[region] : 1
  }
}

extension PickleWriter {
  /// Four numbers in a list: floats, or whole pixels.
  mutating func box(_ box: Box, _ options: ExportOptions) {
    let box = options.written(box).box
    list { pickle in
      for value in [box.x1, box.y1, box.x2, box.y2] {
        if options.hasIntegerBoxes { pickle.int(Int(value)) } else { pickle.double(Double(value)) }
      }
    }
  }
}
