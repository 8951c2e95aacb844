public import Kernels

/// What a Hugging Face `preprocessor_config.json` says of pixels.
public struct PreprocessorConfiguration: Hashable, Sendable, Decodable {
  /// OpenAI CLIP's channel means, the default.
  public static let clipMean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  /// OpenAI CLIP's channel deviations, the default.
  public static let clipDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

  /// Mean of each channel, of pixels in 0...1.
  public let mean: [Float]
  /// Standard deviation of each channel, of pixels in 0...1.
  public let deviation: [Float]

  /// Pillow's number of the interpolation; 3, bicubic, is the default.
  private let resample: Int
  /// By what a pixel of 0...255 is multiplied before mean and deviation; nothing but 1 / 255 is ours.
  private let rescaleFactor: Double

  /// The interpolation of a resize.
  public var filter: ResampleFilter { resample == 2 ? .bilinear : .bicubic }

  private enum CodingKeys: String, CodingKey {
    case resample
    case rescaleFactor = "rescale_factor"
    case rescales = "do_rescale"
    case normalizes = "do_normalize"
    case mean = "image_mean"
    case deviation = "image_std"
  }

  /// Creates a configuration; `nil` unless both have three finite numbers, deviations above 0.
  public init?(mean: [Float], deviation: [Float], filter: ResampleFilter) {
    self.mean = mean
    self.deviation = deviation
    resample = filter == .bilinear ? 2 : 3
    rescaleFactor = 1 / 255
    guard isPossible else { return nil }
  }

  private var isPossible: Bool {
    mean.count == 3 && deviation.count == 3 && mean.allSatisfy(\.isFinite)
      && deviation.allSatisfy { $0 > 0 && $0.isFinite }
  }

  /// CLIP's own values.
  public init() {
    mean = PreprocessorConfiguration.clipMean
    deviation = PreprocessorConfiguration.clipDeviation
    resample = 3
    rescaleFactor = 1 / 255
  }

  /// Decodes the file; absent keys have CLIP's values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Without normalisation means are 0 and deviations 1, whatever else the file says.
    let normalizes = try container.decodeIfPresent(Bool.self, forKey: .normalizes) ?? true
    let mean = try container.decodeIfPresent([Float].self, forKey: .mean)
    let deviation = try container.decodeIfPresent([Float].self, forKey: .deviation)
    self.mean = normalizes ? mean ?? PreprocessorConfiguration.clipMean : [0, 0, 0]
    self.deviation = normalizes ? deviation ?? PreprocessorConfiguration.clipDeviation : [1, 1, 1]
    resample = try container.decodeIfPresent(Int.self, forKey: .resample) ?? 3
    let rescales = try container.decodeIfPresent(Bool.self, forKey: .rescales) ?? true
    let factor = try container.decodeIfPresent(Double.self, forKey: .rescaleFactor)
    rescaleFactor = rescales ? factor ?? 1 / 255 : 1
  }

  /// Reads the folder's `preprocessor_config.json`, or gives CLIP's values where there is none.
  ///
  /// Throws `ConfigurationError` for a file that is not JSON or has impossible values.
  public init(folder: ModelFolder) throws(ConfigurationError) {
    let file = "preprocessor_config.json"
    guard folder.has(file) else {
      self.init()
      return
    }
    self = try folder.decode(PreprocessorConfiguration.self, from: file)
    guard resample == 2 || resample == 3 else {
      throw ConfigurationError(
        path: "\(folder.path)/\(file)", key: "resample", expected: "2 (bilinear) or 3 (bicubic)",
        found: "\(resample)")
    }
    guard abs(rescaleFactor * 255 - 1) < 1e-4 else {
      throw ConfigurationError(
        path: "\(folder.path)/\(file)", key: "rescale_factor", expected: "1/255 and do_rescale",
        found: "\(rescaleFactor)")
    }
    guard isPossible else {
      throw ConfigurationError(
        path: "\(folder.path)/\(file)", key: "image_mean, image_std",
        expected: "three numbers each, deviations above 0", found: "\(mean), \(deviation)")
    }
  }
}
