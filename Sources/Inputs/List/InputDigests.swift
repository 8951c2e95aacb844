import Codecs
import Records

/// Digests of a list of inputs, image by image in plan order.
///
/// Lengths go before contents, so that no two lists have the same bytes. Where an image lies is in
/// neither: the same images in a folder and in an archive are the same data set.
struct InputDigests {
  private var listHasher = SHA256Hasher()
  private var captionsHasher = SHA256Hasher()

  /// Adds the next image.
  mutating func add(_ image: InputImage) {
    let head = Array("\(image.key.bytes.count) \(image.imageID)\n".utf8) + image.key.bytes
    listHasher.update(head[...])
    var text = head
    func append(_ line: String) { text += Array(line.utf8) }
    append("\(image.captions.count)\n")
    for caption in image.captions { append("\(caption.utf8.count)\n\(caption)") }
    if !image.labels.isEmpty {
      append("labels \(image.labels.count)\n")
      for label in image.labels { append("\(label.utf8.count)\n\(label)") }
    }
    captionsHasher.update(text[...])
  }

  /// SHA-256 of keys and ids.
  var list: SHA256Digest { listHasher.digest }
  /// SHA-256 of keys, ids, captions and classes.
  var captions: SHA256Digest { captionsHasher.digest }
}
