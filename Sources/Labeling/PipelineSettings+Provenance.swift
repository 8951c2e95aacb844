import CLIP
import Codecs

extension PipelineSettings {
  /// How `encoder` makes embeddings of these settings' images, by name: what plans and shards record.
  func provenance(of encoder: RegionEncoder) -> [String: String] {
    var facts = encoder.provenance
    // Boxes, width and height are those of the turned picture, so whoever reads them must turn too.
    facts["exif_orientation"] = input.exifOrientation.rule.rawValue
    return facts
  }
}
