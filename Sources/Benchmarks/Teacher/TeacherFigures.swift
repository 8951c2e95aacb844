/// What `pseudobox bench teacher` found, as it is printed with `--json`.
public struct TeacherFigures: Hashable, Sendable, Codable {
  /// The tower of a kind.
  public struct Tower: Hashable, Sendable, Codable {
    /// Images or texts per second, all lanes together.
    public let perSecond: Spread
    /// Processor milliseconds for one image or text.
    public let processorMilliseconds: Spread
  }

  /// The image tower's distance from what the machine can do.
  public struct Products: Hashable, Sendable, Codable {
    /// Operations of one image in units of 10^9.
    public let gigaOperationsPerImage: Double
    /// 10^9 operations per second that the tower reaches on all lanes.
    public let towerRate: Double
    /// 10^9 operations per second of a large f32 product with our kernels.
    public let ownRoofline: Spread
    /// 10^9 operations per second of a large f32 product with OpenBLAS.
    public let openBLASRoofline: Spread
    /// Share of the tower's time that its products take when they run alone.
    public let shareOfTime: Double
  }

  /// Always `teacher`.
  public var benchmark = "teacher"
  /// The folder, or the architecture of random weights.
  public let model: String
  /// Arithmetic of the image tower.
  public let precision: String
  /// Images that go through the tower together.
  public let batch: Int
  /// Lanes that work at the same time.
  public let threads: Int
  /// How often everything was measured.
  public let rounds: Int
  /// Seconds to read and pack the model.
  public let loadSeconds: Double
  /// The image tower.
  public let image: Tower
  /// The text tower, with prompts of `textTokens` tokens.
  public let text: Tower
  /// Tokens of each text, its two ends among them.
  public let textTokens: Int
  /// Products and rooflines.
  public let products: Products
  /// Largest resident size in bytes while loading and embedding images.
  public let peakBytes: Int?
  /// Where it was measured.
  public let machine: Machine
}
