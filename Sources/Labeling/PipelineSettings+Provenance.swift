import CLIP
import Codecs

extension PipelineSettings {
  /// How `teacher` embeds regions of these settings' images, by name: what plans and shards record.
  func provenance(of teacher: CLIPModel) -> [String: String] {
    var facts = teacher.provenance(of: regions.teacher.regionMode)
    // Boxes, width and height are those of the turned picture, so whoever reads them must turn too.
    facts["exif_orientation"] = input.exifOrientation.rule.rawValue
    return facts
  }
}
