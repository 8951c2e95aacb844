import Records

extension COCOFile {
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
