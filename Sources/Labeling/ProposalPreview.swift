import Codecs
import Foundation
import Inputs
public import Pipeline
import Proposals
public import Records

/// Proposals of single pictures, as a pipeline's regions pass would make them.
public struct ProposalPreview: Sendable {
  /// What was proposed for one picture.
  public struct Found: Sendable {
    /// The picture's name in the data set, or its file name where it is not below the image folder.
    public let key: ImageKey
    /// The picture as sources see it.
    public let image: PixelImage
    /// The proposals behind the chain, best first.
    public let proposals: [Proposal]
    /// What sources gave and what steps dropped.
    public let report: StageReport
  }

  /// What each source is called, in the order of the pipeline file.
  public let sourceNames: [String]
  /// The chain on one line.
  public let chain: String

  private let sources: RegionSources
  private let imageFolder: String
  private let orientation: OrientationRule

  /// Loads the sources of a pipeline; its input is read only where a source needs it.
  ///
  /// - Throws: What a run throws for bad models, files of proposals and ground truth.
  public init(settings: PipelineSettings, observer: RunObserver) throws {
    var truth: GroundTruth?
    var files: [ImportedProposals] = []
    let needsInput = settings.regions.proposals.contains { source in
      switch source {
      case .file, .groundTruth: true
      default: false
      }
    }
    if needsInput {
      let inputs = try InputPass(settings: settings.input).read(observer)
      truth = inputs.groundTruth
      files = try ProposalFilePass(
        settings: settings, scratch: FileManager.default.temporaryDirectory.path
      ).read(inputs, observer)
    }
    orientation = settings.input.exifOrientation.rule
    sources = try RegionSources(
      settings: settings.regions, orientation: orientation, truth: truth, files: files)
    sourceNames = settings.regions.proposals.map(\.name)
    chain = settings.regions.chain.proposalChain.summary
    imageFolder = settings.input.images
  }

  /// The class name that a proposal answers; `nil` for a class-agnostic one.
  public func queryName(of proposal: Proposal) -> String? { sources.owl.queryName(of: proposal) }

  /// Settings for looking at one model: every other key has its default.
  ///
  /// - Throws: `ConfigurationError` for wrong overrides, and for a folder without a known model.
  public static func settings(
    model folder: String, overrides: [String]
  ) throws -> PipelineSettings {
    let path = JSONString.quoted(folder)
    let kind = try kind(of: folder)
    let text = """
      version: 1
      input: {images: .}
      concepts: {add: [object]}
      regions: {teacher: {model: \(path)}, proposals: [{kind: \(kind), model: \(path)}]}
      """
    let here = FileManager.default.currentDirectoryPath
    return try PipelineSettings.parse(
      text, file: folder, folder: here, overrides: overrides, currentFolder: here)
  }

  /// The kind of source that takes a model's folder, told by its `config.json`.
  private static func kind(of folder: String) throws -> String {
    struct Configuration: Decodable {
      var model_type: String?
      var kind: String?
    }
    guard let data = FileManager.default.contents(atPath: "\(folder)/config.json") else {
      throw ConfigurationError.notAProposer(folder: folder, found: "no config.json")
    }
    let found = try? JSONDecoder().decode(Configuration.self, from: data)
    let names = ProposalSource.tables.map(\.name)
    if let type = found?.model_type, names.contains(type) { return type }
    if found?.kind != nil { return "rpn" }
    throw ConfigurationError.notAProposer(
      folder: folder,
      found: found?.model_type.map { "a model_type '\($0)'" } ?? "a config.json with neither")
  }

  /// The proposals of a picture file.
  ///
  /// - Throws: `FileError` for a file that is not there; a picture that cannot be decoded is a
  ///   rejection.
  public func propose(_ path: String) throws -> Result<Found, Rejection> {
    let bytes = try readFile(path, bytesMax: 1 << 30)
    switch ImageDecoder.decodeWithTag(bytes, orientation: orientation) {
    case .failure(let rejection): return .failure(rejection)
    case .success(let (image, tag)): return .success(try found(image, tag, key(of: path)))
    }
  }

  /// The proposals of a picture that is upright as it is.
  public func propose(_ image: PixelImage, key: ImageKey) throws -> Found {
    try found(image, .topLeft, key)
  }

  private func found(
    _ image: PixelImage, _ tag: ImageOrientation, _ key: ImageKey
  ) throws -> Found {
    var report = StageReport()
    let proposals = try sources.propose(image, tag: tag, key: key, report: &report)
    return Found(key: key, image: image, proposals: proposals, report: report)
  }

  private func key(of path: String) -> ImageKey {
    let path = URL(filePath: path).standardizedFileURL.path
    let folder = URL(filePath: imageFolder).standardizedFileURL.path + "/"
    return ImageKey(
      path.hasPrefix(folder)
        ? String(path.dropFirst(folder.count)) : URL(filePath: path).lastPathComponent)
  }
}
