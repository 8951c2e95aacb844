import Codecs
import Records

extension SHA256Hasher {
  /// Adds an image as the digest of an input list has it.
  mutating func update(_ key: ImageKey, _ imageID: UInt64) {
    update("\(key.bytes.count) \(imageID)\n")
    update(key.bytes[...])
  }

  mutating func update(_ text: String) {
    update(Array(text.utf8)[...])
  }
}
