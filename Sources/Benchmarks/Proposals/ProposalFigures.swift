/// What `pseudobox bench proposals` found, as it is printed with `--json`.
public struct ProposalFigures: Hashable, Sendable, Codable {
  /// Always `proposals`.
  public var benchmark = "proposals"
  /// The model's folder or the pipeline file.
  public let model: String
  /// The picture and its size.
  public let image: String
  /// Pictures that are worked on at the same time.
  public let threads: Int
  /// How often everything was measured.
  public let rounds: Int
  /// Boxes of the picture behind the chain.
  public let boxes: Int
  /// Seconds to read the model.
  public let loadSeconds: Double
  /// Pictures per second, all threads together; decoding is not in it.
  public let perSecond: Spread
  /// Processor milliseconds for one picture.
  public let processorMilliseconds: Spread
  /// Largest resident size in bytes: the model and one picture on each thread.
  public let peakBytes: Int?
  /// Where it was measured.
  public let machine: Machine
}
