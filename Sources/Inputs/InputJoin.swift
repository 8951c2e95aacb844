import Records

/// Joins captions to listed images.
struct InputJoin {
  private var places: [ImageKey: Int] = [:]
  private var images: [(listed: ListedImage, captions: [String])] = []
  private var duplicates = 0
  private var withoutImage = 0
  private var used = 0

  /// Starts from a list; of images listed twice the first counts.
  init(_ listed: [ListedImage]) {
    for image in listed {
      if let place = places[image.key] {
        duplicates += 1
        if images[place].listed.id == nil { images[place].listed.id = image.id }
      } else {
        places[image.key] = images.count
        images.append((image, []))
      }
    }
  }

  /// Adds captions in file order.
  mutating func add(_ captions: [Caption]) {
    for caption in captions {
      guard let place = places[caption.key] ?? caption.shortKey.flatMap({ places[$0] }) else {
        withoutImage += 1
        continue
      }
      images[place].captions.append(caption.text)
      used += 1
    }
  }

  /// The joined list, sorted by key.
  func list(_ read: InputReport, countsDuplicates: Bool) -> InputList {
    let sorted = images.sorted { $0.listed.key < $1.listed.key }
    let ids = sorted.compactMap(\.listed.id)
    let usesOrdinals = Set(ids).count < sorted.count
    var report = read
    report.images = sorted.count
    report.captionsUsed = used
    report.captionsWithoutImage += withoutImage
    report.imagesWithoutCaptions = sorted.count { $0.captions.isEmpty }
    report.duplicateImages = countsDuplicates ? duplicates : 0
    report.usesOrdinals = usesOrdinals
    let result = sorted.enumerated().map { ordinal, image in
      let id = usesOrdinals ? UInt64(ordinal) : image.listed.id ?? UInt64(ordinal)
      return InputImage(key: image.listed.key, imageID: id, captions: image.captions)
    }
    return InputList(images: result, report: report)
  }
}
