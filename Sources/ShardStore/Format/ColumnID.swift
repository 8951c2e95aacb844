/// The columns of records.
///
/// Numbers are for ever: a later version adds, and never gives one again.
enum ColumnID: UInt8, CaseIterable {
  // Regions.
  case digest = 1
  case box = 2
  case score = 3
  case logit = 4
  case source = 5
  case rejectionReason = 6
  case rejectionDetail = 7
  case embedding = 15
  case query = 16
  case classRegion = 17
  case classShift = 18
  case classScale = 19
  case classEmbedding = 20
  case differenceHash = 21
  // Labels.
  case conceptID = 32
  case cosine = 33
  case logSumExp = 34
  case maxProbability = 35
  case labelConcept = 36
  case labelCaption = 37
  case labelStart = 38
  case labelEnd = 39
  case classBoxConcept = 40
  case classBoxRegion = 41
  case classBoxScore = 42

  /// Type, order of bytes and shape of a column.
  struct Layout {
    var type: ColumnType
    var transform: ColumnTransform = .none
    /// Sizes by name: N regions, N+1, K concepts per region, D embedding size, C class sides, E
    /// their embedding size, L labels, M boxes.
    var shape: [String]
  }

  var layout: Layout {
    switch self {
    case .digest: Layout(type: .u8, shape: ["32"])
    case .box: Layout(type: .f32, shape: ["N", "4"])
    case .score, .logit, .logSumExp, .maxProbability: Layout(type: .f32, shape: ["N"])
    case .source: Layout(type: .u8, shape: ["N"])
    case .rejectionReason, .rejectionDetail: Layout(type: .u8, shape: ["bytes"])
    case .embedding: Layout(type: .f16, transform: .planes, shape: ["N+1", "D"])
    case .query: Layout(type: .u32, shape: ["N"])
    case .classRegion: Layout(type: .u32, shape: ["C"])
    case .classShift, .classScale: Layout(type: .f32, shape: ["C"])
    case .classEmbedding: Layout(type: .f16, transform: .planes, shape: ["C", "E"])
    case .differenceHash: Layout(type: .u64, shape: ["1"])
    case .conceptID: Layout(type: .u32, shape: ["N", "K"])
    case .cosine: Layout(type: .f32, shape: ["N", "K"])
    case .labelConcept, .labelCaption, .labelStart, .labelEnd:
      Layout(type: .u32, shape: ["L"])
    case .classBoxConcept, .classBoxRegion: Layout(type: .u32, shape: ["M"])
    case .classBoxScore: Layout(type: .f32, shape: ["M"])
    }
  }

  var name: String {
    switch self {
    case .digest: "digest"
    case .box: "box"
    case .score: "score"
    case .logit: "logit"
    case .source: "source"
    case .rejectionReason: "rejection_reason"
    case .rejectionDetail: "rejection_detail"
    case .embedding: "embedding"
    case .query: "query"
    case .classRegion: "class_region"
    case .classShift: "class_shift"
    case .classScale: "class_scale"
    case .classEmbedding: "class_embedding"
    case .differenceHash: "difference_hash"
    case .conceptID: "concept_id"
    case .cosine: "cosine"
    case .logSumExp: "log_sum_exp"
    case .maxProbability: "max_probability"
    case .labelConcept: "label_concept"
    case .labelCaption: "label_caption"
    case .labelStart: "label_start"
    case .labelEnd: "label_end"
    case .classBoxConcept: "class_box_concept"
    case .classBoxRegion: "class_box_region"
    case .classBoxScore: "class_box_score"
    }
  }

  static func columns(of kind: ShardKind) -> [ColumnID] {
    allCases.filter { ($0.rawValue < 32) == (kind == .regions) }
  }
}

/// Element types of columns.
enum ColumnType: UInt8 {
  case u8 = 1
  case u16 = 2
  case u32 = 3
  case u64 = 4
  case f16 = 5
  case f32 = 6

  var name: String { "\(self)" }

  /// Bytes of one element.
  var size: Int {
    switch self {
    case .u8: 1
    case .u16, .f16: 2
    case .u32, .f32: 4
    case .u64: 8
    }
  }
}

/// How a column's elements lie in its bytes.
enum ColumnTransform: UInt8 {
  /// One after the other, little-endian.
  case none = 0
  /// All high bytes, then all low bytes.
  case planes = 1

  var name: String { "\(self)" }
}
