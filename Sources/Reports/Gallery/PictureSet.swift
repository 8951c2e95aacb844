import Codecs
import Foundation
import Records

/// The pictures and crops of a page as `data:` addresses, within a limit of bytes.
///
/// Each image is decoded once and let go before the next one. Pictures of the gallery come first,
/// then crops in the order in which they were asked for, so that a tight limit costs the last ones.
struct PictureSet {
  private static let quality = 78

  /// Addresses of the gallery's pictures.
  private(set) var pictures: [ImageKey: String] = [:]
  /// Addresses of crops.
  private(set) var crops: [Crop: String] = [:]
  /// Pictures and crops that were left out to keep the page small.
  private(set) var leftOut = 0
  /// Images that could not be read.
  private(set) var unreadable = 0

  /// Which part of which image a crop shows.
  struct Crop: Hashable {
    let key: ImageKey
    let box: Box
  }

  /// No pictures.
  init() {}

  /// Draws what the report shows in at most `bytesMax`; images that `load` cannot give are left out.
  init(
    of report: FinishedReport, bytesMax: Int? = nil, load: (ImageKey) throws -> PixelImage?
  ) rethrows {
    try self.init(
      pictures: report.gallery.flatMap(\.images).map(\.key), crops: Self.crops(of: report),
      settings: report.settings, bytesMax: bytesMax ?? report.settings.pictureBytesMax, load: load)
  }

  /// Draws `pictures` and then `crops` while there is room, whatever the order images are read in.
  init(
    pictures wanted: [ImageKey], crops: [Crop], settings: ReportSettings, bytesMax: Int,
    load: (ImageKey) throws -> PixelImage?
  ) rethrows {
    var bytesLeft = bytesMax
    var seen: Set<Crop> = []
    let distinct = crops.filter { seen.insert($0).inserted }
    let ranks = Dictionary(
      uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
    let cropsOfImage = Dictionary(grouping: distinct, by: \.key)
    var drawn: [(rank: Int, crop: Crop, address: String)] = []
    func take(_ image: PixelImage, key: ImageKey) {
      for crop in cropsOfImage[key] ?? [] {
        let part = image.cropped(to: crop.box.widened(by: 0.15)).reduced(toSide: settings.cropSide)
        drawn.append((ranks[crop] ?? 0, crop, Self.address(part)))
      }
    }
    let inGallery = Set(wanted)
    for key in wanted {
      guard let image = try load(key) else {
        unreadable += 1
        continue
      }
      let address = Self.address(image.reduced(toSide: settings.pictureSide))
      if address.utf8.count <= bytesLeft {
        bytesLeft -= address.utf8.count
        pictures[key] = address
      } else {
        leftOut += 1
      }
      take(image, key: key)
    }
    for key in cropsOfImage.keys.sorted() where !inGallery.contains(key) {
      guard let image = try load(key) else {
        unreadable += 1
        continue
      }
      take(image, key: key)
    }
    for (_, crop, address) in drawn.sorted(by: { $0.rank < $1.rank }) {
      if address.utf8.count <= bytesLeft {
        bytesLeft -= address.utf8.count
        self.crops[crop] = address
      } else {
        leftOut += 1
      }
    }
  }

  /// What the page says of pictures that are not there; `nil` when all are.
  var note: String? {
    var parts: [String] = []
    if leftOut > 0 {
      parts.append("\(NumberText.count(leftOut)) pictures were left out to keep the page light.")
    }
    if unreadable > 0 {
      parts.append("\(NumberText.count(unreadable)) images could not be read again.")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// Crops by importance: those of single numbers first, then concepts and classes in turn, one crop
  /// of each at a time.
  private static func crops(of report: FinishedReport) -> [Crop] {
    let classes = report.classStrips.map { strip in
      strip.examples.map { Crop(key: $0.key, box: $0.box) }
    }
    let concepts = report.strips.map { strip in
      strip.examples.map { Crop(key: $0.key, box: $0.box) }
    }
    let rows = concepts + classes
    let longest = rows.map(\.count).max() ?? 0
    let turns = (0..<longest).flatMap { place in
      rows.compactMap { place < $0.count ? $0[place] : nil }
    }
    let numbers = report.report
    let first =
      ConfusionSection.crops(numbers.labelQuality?.confusion ?? [])
      + DuplicateSection.crops(numbers.duplicates)
    return Array((first + turns).prefix(report.settings.cropsMax))
  }

  private static func address(_ image: PixelImage) -> String {
    "data:image/jpeg;base64,"
      + Data(JPEGEncoder.encode(image, quality: quality)).base64EncodedString()
  }
}

extension Box {
  /// The box with a border of `share` of its sides around it: an object is easier to name in context.
  fileprivate func widened(by share: Float) -> Box {
    Box(
      x1: x1 - width * share, y1: y1 - height * share,
      x2: x2 + width * share, y2: y2 + height * share)
  }
}
