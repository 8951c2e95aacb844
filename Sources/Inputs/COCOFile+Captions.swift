import Records

extension COCOFile {
  /// The file's captions joined with its images, in annotation order.
  func captionTable() throws -> CaptionTable {
    var report = InputReport()
    let keys = try keysByID()
    var captions: [Caption] = []
    for entry in self.captions {
      report.captions += 1
      guard let key = keys[entry.imageID] else {
        report.captionsWithoutImage += 1
        continue
      }
      guard entry.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
        report.reject(
          Rejection(.emptyCaption, "\(path):\(entry.line): the caption of \(key) is empty"))
        continue
      }
      captions.append(Caption(key: key, text: entry.text))
    }
    return CaptionTable(captions: captions, images: listedImages(), report: report)
  }

  /// The file's images as a list, in file order.
  func listedImages() -> [ListedImage] {
    images.map { ListedImage(key: $0.key, id: $0.id) }
  }

  /// Names by id; two images with one id make every annotation of them ambiguous.
  func keysByID() throws -> [UInt64: ImageKey] {
    var keys: [UInt64: ImageKey] = [:]
    for image in images {
      if let other = keys.updateValue(image.key, forKey: image.id), other != image.key {
        throw InputError.duplicateID(
          path: path, id: image.id, first: "\(other)", second: "\(image.key)")
      }
    }
    return keys
  }
}
