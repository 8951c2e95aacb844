/// The frozen CLIP that embeds regions and concepts.
public struct TeacherSettings: Hashable, Sendable {
  /// Folder of a CLIP from Hugging Face or open_clip: configuration, safetensors, tokenizer files.
  public let model: String
  /// How a box becomes the square that the image tower takes; the folder's own way is not used.
  public let crop: Crop
  /// Sizes of the crop relative to the box; the embeddings of several sizes are averaged.
  public let scales: [Double]
  /// Crops embedded at once; the last bits of an embedding may depend on it.
  public let batch: Int

  /// With what the image tower's products are computed; int8 is about three times as fast.
  public let precision: Precision
  /// With int8: the smallest cosine to f32 embeddings that is accepted, measured once on crops of
  /// the first images.
  public let int8CosineMin: Double

  /// Numbers in the image tower's products; texts are always embedded with f32.
  public enum Precision: String, CaseIterable, Sendable {
    /// 32-bit floats: the reference.
    case f32
    /// 8-bit numbers with exact sums; norms, softmax and residuals stay 32-bit floats.
    case int8
  }

  /// How a box becomes a square picture.
  public enum Crop: String, CaseIterable, Sendable {
    /// Both sides are resized to the tower's size, whatever the aspect ratio.
    case squash
    /// The shorter side is resized and the centre is cut out, as CLIP's own preprocessing does.
    case shortestCenter = "shortest_center"
    /// The longer side is resized and the rest is filled.
    case pad
  }

  static let table = SettingsTable(
    "TeacherSettings",
    [
      // The text tower embeds the pool, so the model counts for concepts as well as for regions.
      Setting("model", .path, .required, passes: [.concepts, .regions]),
      Setting(
        "crop", .choice(Crop.allCases.map(\.rawValue)), .value(.text(Crop.squash.rawValue)),
        passes: [.regions]),
      Setting(
        "scales", .list(.number(0.1...10), count: 1...8), .value(.list([.number(1)])),
        passes: [.regions]),
      Setting("batch", .integer(1...4_096), .value(.integer(32)), passes: [.regions]),
      Setting(
        "precision", .choice(Precision.allCases.map(\.rawValue)),
        .value(.text(Precision.f32.rawValue)), passes: [.regions]),
      Setting("int8_cosine_min", .number(0...1), .value(.number(0.99)), passes: []),
    ])

  init(_ values: SettingValues) {
    model = values.path("model")
    crop = values.choice("crop")
    scales = values.numbers("scales")
    batch = values.integer("batch")
    precision = values.choice("precision")
    int8CosineMin = values.number("int8_cosine_min")
  }
}
