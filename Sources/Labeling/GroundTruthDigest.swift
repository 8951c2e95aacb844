import Codecs
import Records

/// What region shards depend on when boxes come from the ground truth.
enum GroundTruthDigest {
  /// SHA-256 over every image's boxes, in the order of the keys.
  static func digest(_ truth: GroundTruth) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for (key, boxes) in truth.boxes.sorted(by: { $0.key < $1.key }) {
      hasher.update("\(key.bytes.count) \(boxes.count)\n")
      hasher.update(key.bytes[...])
      for known in boxes {
        let box = known.box
        let edges = [box.x1, box.y1, box.x2, box.y2].map { String($0.bitPattern) }
        hasher.update("\(edges.joined(separator: " ")) \(known.isCrowd)\n")
      }
    }
    return hasher.digest
  }
}
