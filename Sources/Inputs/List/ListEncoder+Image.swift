import Records

extension ListDecoder {
  /// An image as `ListEncoder.append` wrote it.
  mutating func image() -> InputImage? {
    guard let id = number(), let key = bytes(), let isInside = integer() else { return nil }
    var location: ImageLocation?
    if isInside != 0 {
      guard let found = self.location() else { return nil }
      location = found
    }
    guard let captions = texts(), let labels = texts() else { return nil }
    return InputImage(
      key: ImageKey(bytes: key), imageID: id, captions: captions, labels: labels,
      location: location)
  }
}

extension ListEncoder {
  /// Appends an image.
  mutating func append(_ image: InputImage) {
    append(image.imageID)
    append(image.key.bytes)
    append(image.location == nil ? 0 : 1)
    if let location = image.location { append(location) }
    append(image.captions)
    append(image.labels)
  }
}

extension ListEncoder {
  /// Appends a location.
  mutating func append(_ location: ImageLocation) {
    append(location.container)
    append(location.offset)
    append(location.bytes)
  }
}

extension ListDecoder {
  /// A location.
  mutating func location() -> ImageLocation? {
    guard let container = integer(), let offset = integer(), let bytes = integer() else {
      return nil
    }
    return ImageLocation(container: container, offset: offset, bytes: bytes)
  }
}
