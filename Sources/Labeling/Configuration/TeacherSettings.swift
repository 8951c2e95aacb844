/// The frozen CLIP that embeds regions and concepts.
public struct TeacherSettings: Hashable, Sendable {
  /// Folder of a CLIP from Hugging Face or open_clip: configuration, safetensors, tokenizer files.
  public let model: String
  /// How regions reach the image tower.
  public let mode: Mode
  /// With mode crop: how a box becomes the square that the tower takes; the folder's own way is not
  /// used.
  public let crop: Crop
  /// With mode crop: sizes of the crop relative to the box; the embeddings of several sizes are
  /// averaged.
  public let scales: [Double]
  /// How the embeddings of several sizes become one.
  public let scaleMean: ScaleMean
  /// With mode crop: how the edges of a box become whole pixels.
  public let rounding: Rounding
  /// With mode crop: what becomes of the part of a crop that hangs over the image's border.
  public let overhang: Overhang
  /// With mode roi_align: the resize of the image.
  public let roiAlign: RoIAlignMode
  /// Regions embedded at once; the last bits of an embedding may depend on it.
  public let batch: Int

  /// With what the image tower's products are computed; int8 is about three times as fast, for
  /// vision transformers only.
  public let precision: Precision
  /// With int8: the smallest cosine to f32 embeddings that is accepted, measured once on crops of
  /// the first images.
  public let int8CosineMin: Double

  /// Numbers in the image tower's products; texts are always embedded with f32.
  public enum Precision: String, CaseIterable, Sendable {
    /// 32-bit floats: the reference.
    case f32
    /// 8-bit numbers with exact sums; norms, softmax and residuals stay 32-bit floats. A ResNet is
    /// refused.
    case int8
  }

  /// How regions reach the image tower.
  public enum Mode: String, CaseIterable, Sendable {
    /// Each is cut out and embedded as a picture of its own, as RKD, ViLD and CLIPSelf do.
    case crop
    /// They are cut out of a ResNet's map of the whole image, as RegionCLIP does.
    case roiAlign = "roi_align"
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

  /// How the embeddings of crops of several sizes become one.
  public enum ScaleMean: String, CaseIterable, Sendable {
    /// Mean of the embeddings as the tower gives them.
    case raw
    /// Mean of unit vectors, as ViLD and VL-PLM do; not made a unit vector again.
    case normalized
  }

  /// What happens to the fractions of a box's edges.
  public enum Rounding: String, CaseIterable, Sendable {
    /// To the nearest whole number, halves to the even one, as Pillow's crop does.
    case nearest
    /// Fractions are cut off, as MAVL's boxes are that RKD crops.
    case truncate
  }

  /// What becomes of the part of a crop that hangs over the image's border.
  public enum Overhang: String, CaseIterable, Sendable {
    /// It is cut off, as VL-PLM and CLIPSelf do.
    case clip
    /// It is black, as in RKD's crops; the box counts as its source gave it.
    case black
  }

  static let table = SettingsTable(
    "TeacherSettings",
    [
      // The text tower embeds the pool, so the model counts for concepts as well as for regions.
      Setting("model", .path, .required, passes: [.concepts, .regions]),
      Setting(
        "mode", .choice(Mode.allCases.map(\.rawValue)), .value(.text(Mode.crop.rawValue)),
        passes: [.regions]),
      Setting(
        "crop", .choice(Crop.allCases.map(\.rawValue)), .value(.text(Crop.squash.rawValue)),
        passes: [.regions]),
      Setting(
        "scales", .list(.number(0.1...10), count: 1...8), .value(.list([.number(1)])),
        passes: [.regions]),
      Setting(
        "scale_mean", .choice(ScaleMean.allCases.map(\.rawValue)),
        .value(.text(ScaleMean.raw.rawValue)), passes: [.regions]),
      Setting(
        "rounding", .choice(Rounding.allCases.map(\.rawValue)),
        .value(.text(Rounding.nearest.rawValue)), passes: [.regions]),
      Setting(
        "overhang", .choice(Overhang.allCases.map(\.rawValue)),
        .value(.text(Overhang.clip.rawValue)), passes: [.regions]),
      Setting("roi_align", .section(RoIAlignMode.table), .byKey),
      Setting("batch", .integer(1...4_096), .value(.integer(32)), passes: [.regions]),
      Setting(
        "precision", .choice(Precision.allCases.map(\.rawValue)),
        .value(.text(Precision.f32.rawValue)), passes: [.regions]),
      Setting("int8_cosine_min", .number(0...1), .value(.number(0.99)), passes: []),
    ])

  init(_ values: SettingValues) {
    model = values.path("model")
    mode = values.choice("mode")
    crop = values.choice("crop")
    scales = values.numbers("scales")
    scaleMean = values.choice("scale_mean")
    rounding = values.choice("rounding")
    overhang = values.choice("overhang")
    roiAlign = RoIAlignMode(values.section("roi_align"))
    batch = values.integer("batch")
    precision = values.choice("precision")
    int8CosineMin = values.number("int8_cosine_min")
  }
}
