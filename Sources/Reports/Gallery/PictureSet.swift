import Codecs
import Foundation
import Records

/// The pictures and crops of a page as `data:` addresses, within a limit of bytes.
///
/// Each image is decoded once and let go before the next one; pictures come before crops, so that
/// a tight limit costs crops first.
struct PictureSet {
  private static let quality = 78

  /// Addresses of the gallery's pictures.
  private(set) var pictures: [ImageKey: String] = [:]
  /// Addresses of crops.
  private(set) var crops: [Crop: String] = [:]

  /// Which part of which image a crop shows.
  struct Crop: Hashable {
    let key: ImageKey
    let box: Box
  }

  /// Draws what the report shows; images that `load` cannot give are left out.
  init(
    of report: FinishedReport, load: (ImageKey) throws -> PixelImage?
  ) rethrows {
    let settings = report.settings
    var bytesLeft = settings.pictureBytesMax
    var cropsOfImage: [ImageKey: [Crop]] = [:]
    for example in report.strips.flatMap(\.examples) {
      cropsOfImage[example.key, default: []].append(Crop(key: example.key, box: example.box))
    }
    var known: [Crop: String] = [:]
    func address(_ image: PixelImage) -> String? {
      let bytes = JPEGEncoder.encode(image, quality: Self.quality)
      let text = "data:image/jpeg;base64," + Data(bytes).base64EncodedString()
      guard text.utf8.count <= bytesLeft else { return nil }
      bytesLeft -= text.utf8.count
      return text
    }
    func addCrops(of image: PixelImage, key: ImageKey) {
      for crop in cropsOfImage.removeValue(forKey: key) ?? [] where known[crop] == nil {
        known[crop] = address(
          image.cropped(to: crop.box.widened(by: 0.15)).reduced(toSide: settings.cropSide))
      }
    }
    for key in report.gallery.flatMap(\.images).map(\.key) {
      guard let image = try load(key) else { continue }
      pictures[key] = address(image.reduced(toSide: settings.pictureSide))
      addCrops(of: image, key: key)
    }
    for key in cropsOfImage.keys.sorted() {
      guard let image = try load(key) else { continue }
      addCrops(of: image, key: key)
    }
    crops = known
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
