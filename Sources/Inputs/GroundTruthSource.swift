public import Records

/// A COCO instances file: categories and boxes.
///
/// Categories may have `synonyms` (other names that count as right) and `split` (`base`, `novel`),
/// as the bundled scenes have.
public struct GroundTruthSource: Hashable, Sendable {
  /// The file.
  public let path: String

  /// Creates a source.
  public init(path: String) {
    self.path = path
  }

  /// Reads the boxes of every listed image, and the images' ids; bad boxes are counted in the report
  /// and left out.
  ///
  /// A box is refused when it has not 4 numbers, no width or height, no known category, or lies
  /// outside its image altogether. Boxes that reach over an edge are kept as they are.
  ///
  /// - Parameter check: Called while the file is read; throws to stop.
  /// - Returns: The boxes, what was left out, and the images' ids.
  /// - Throws: `InputError` when the file cannot be read or breaks the format's rules.
  public func read(
    check: @escaping () throws -> Void = {}
  ) throws -> (truth: GroundTruth, report: InputReport, ids: [ImageKey: UInt64]) {
    let file = try COCOFile(ByteStream(path: path, check: check))
    guard file.hasAnnotations, !file.categories.isEmpty else {
      throw InputError.notInstances(path: path)
    }
    let (truth, report) = try file.groundTruth()
    let ids = Dictionary(file.images.map { ($0.key, $0.id) }) { first, _ in first }
    return (truth, report, ids)
  }
}

extension COCOFile {
  /// The file's boxes by image, in annotation order; every listed image has an entry.
  fileprivate func groundTruth() throws -> (truth: GroundTruth, report: InputReport) {
    var report = InputReport()
    report.images = images.count
    let keys = try keysByID()
    var sizes: [UInt64: (width: Int, height: Int)] = [:]
    var boxesByKey: [ImageKey: [GroundTruthBox]] = [:]
    for image in images {
      sizes[image.id] = (image.width, image.height)
      boxesByKey[image.key] = []
    }
    let categories = try Self.unique(self.categories, path: path)
    let categoryIDs = Set(categories.map(\.id))
    for entry in boxes {
      report.boxes += 1
      guard let key = keys[entry.imageID] else {
        report.boxesWithoutImage += 1
        continue
      }
      let size = sizes[entry.imageID] ?? (0, 0)
      let name = "\(path): annotation \(entry.id) of \(key)"
      if let rejection = Self.rejection(entry, size, categoryIDs, name) {
        report.reject(rejection)
        continue
      }
      let box = Box(
        x: Float(entry.corner[0]), y: Float(entry.corner[1]), width: Float(entry.corner[2]),
        height: Float(entry.corner[3]))
      boxesByKey[key, default: []].append(
        GroundTruthBox(
          box: box, categoryID: entry.categoryID, isCrowd: entry.isCrowd,
          area: entry.area))
    }
    return (GroundTruth(categories: categories, boxes: boxesByKey), report)
  }

  /// Categories in ascending id; an id that comes twice is an error.
  static func unique(_ categories: [Category], path: String) throws -> [Category] {
    let sorted = categories.sorted { $0.id < $1.id }
    for (left, right) in zip(sorted, sorted.dropFirst()) where left.id == right.id {
      throw InputError.duplicateID(
        path: path, id: UInt64(clamping: left.id), first: left.name, second: right.name)
    }
    return sorted
  }

  private static func rejection(
    _ entry: BoxEntry, _ size: (width: Int, height: Int), _ categories: Set<Int>, _ name: String
  ) -> Rejection? {
    guard entry.corner.count == 4 else {
      return Rejection(.invalidBox, "\(name): 'bbox' has \(entry.corner.count) numbers, not 4")
    }
    guard categories.contains(entry.categoryID) else {
      return Rejection(.invalidBox, "\(name): no category has id \(entry.categoryID)")
    }
    let (x, y, width, height) = (
      entry.corner[0], entry.corner[1], entry.corner[2], entry.corner[3]
    )
    guard width > 0, height > 0 else {
      return Rejection(.emptyBox, "\(name): 'bbox' is \(width) wide and \(height) high")
    }
    guard max(abs(x), abs(y), width, height) <= 1e6 else {
      return Rejection(.invalidBox, "\(name): 'bbox' \(entry.corner) is not in an image")
    }
    let isOutside =
      x + width <= 0 || y + height <= 0 || (size.width > 0 && x >= Double(size.width))
      || (size.height > 0 && y >= Double(size.height))
    guard !isOutside else {
      return Rejection(
        .invalidBox, "\(name): 'bbox' \(entry.corner) lies outside \(size.width)x\(size.height)")
    }
    return nil
  }
}
