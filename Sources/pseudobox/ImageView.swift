import Records
import ShardStore

/// An image as it is printed.
struct ImageView: Encodable {
  struct Place: Encodable {
    let kind: String
    let shard: String
    let ordinal: Int
  }

  struct Concept: Encodable {
    let id: UInt32
    let name: String
    let cosine: Float
  }

  struct Region: Encodable {
    let box: [Float]
    let score: Float
    let logit: Float
    let source: UInt8
    var concepts: [Concept] = []
    var maxProbability: Float?
    var logSumExp: Float?
  }

  struct ClassBox: Encodable {
    let concept: String
    let region: Int
    let score: Float
  }

  struct Label: Encodable {
    let concept: String
    let caption: Int
    let start: Int
    let end: Int
  }

  let key: String
  let imageID: UInt64
  let width: Int
  let height: Int
  let rejection: String?
  var detail: String?
  let places: [Place]
  var regions: [Region] = []
  var classBoxes: [ClassBox] = []
  var labels: [Label] = []

  private enum CodingKeys: String, CodingKey {
    case key, width, height, rejection, detail, places, regions, labels
    case imageID = "image_id"
    case classBoxes = "class_boxes"
  }

  init(_ image: IndexedImage) {
    key = "\(image.key)"
    imageID = image.imageID
    width = image.width
    height = image.height
    rejection = image.rejection?.rawValue
    places = image.places.map {
      Place(kind: $0.kind.rawValue, shard: $0.shard, ordinal: $0.ordinal)
    }
  }

  mutating func add(_ record: RegionRecord, _ labelRecord: LabelRecord?, names: [String]) {
    func name(_ id: UInt32) -> String { Int(id) < names.count ? names[Int(id)] : "concept \(id)" }
    regions = record.boxes.indices.map { index in
      let box = record.boxes[index]
      var region = Region(
        box: [box.x1, box.y1, box.x2, box.y2], score: record.scores[index],
        logit: record.logits[index], source: record.sources[index])
      if let labelRecord {
        let k = labelRecord.conceptsPerRegion
        region.concepts = (index * k..<(index + 1) * k).map { place in
          let id = labelRecord.conceptIDs[place]
          return Concept(id: id, name: name(id), cosine: labelRecord.cosines[place])
        }
        region.maxProbability = labelRecord.maxProbability[index]
        region.logSumExp = labelRecord.logSumExp[index]
      }
      return region
    }
    classBoxes = (labelRecord?.classBoxes ?? []).map {
      ClassBox(concept: name($0.conceptID), region: $0.region, score: $0.score)
    }
    labels = (labelRecord?.imageLabels ?? []).map {
      Label(concept: name($0.conceptID), caption: $0.caption, start: $0.start, end: $0.end)
    }
  }

  /// For people.
  var text: String {
    if let rejection {
      return Terminal.shown("\(key): rejected, \(rejection)\(detail.map { ": \($0)" } ?? "")")
        + "\n"
    }
    var text = "\(key): id \(imageID), \(width) x \(height), \(regions.count) regions\n"
    for (number, region) in regions.enumerated() {
      let corners = region.box.map { "\(Int($0.rounded()))" }.joined(separator: " ")
      let nearest = region.concepts.map { "\($0.name) \($0.cosine)" }.joined(separator: ", ")
      text += "  \(number)  [\(corners)]  score \(region.score)  \(nearest)\n"
    }
    for box in classBoxes {
      text += "  class box of \(box.concept): region \(box.region), score \(box.score)\n"
    }
    return Terminal.shown(text)
  }
}
