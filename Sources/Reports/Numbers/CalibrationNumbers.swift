/// Whether the stored probabilities are what they say, over labels of regions on an object.
///
/// A label is right when its region's nearest concept names the class of the object under it.
public struct CalibrationNumbers: Codable, Hashable, Sendable {
  /// Labels with their share of right ones, over all.
  public var labels: Proportion
  /// Mean of the stored probabilities.
  @OrNull public var meanProbability: Double?
  /// Expected calibration error: mean over the labels of |right - mean probability| of their bin.
  @OrNull public var expectedError: Double?
  /// Largest such difference of any bin.
  @OrNull public var largestError: Double?
  /// Mean squared difference of probability and outcome (Brier score of the first label).
  @OrNull public var brierScore: Double?
  /// 20 bins of equal width over 0...1; the last holds 1 too.
  public var bins: [CalibrationBin]
  /// What other temperatures would give, for the same ranking; empty when the temperature in force
  /// is not known.
  public var temperatures: [TemperatureCalibration]
}

/// One bin of a reliability diagram.
public struct CalibrationBin: Codable, Hashable, Sendable {
  /// Left edge.
  public var start: Double
  /// Right labels of the bin.
  public var labels: Proportion
  /// Mean probability of the bin's labels; absent for an empty bin.
  @OrNull public var meanProbability: Double?
}

/// Calibration at another temperature.
///
/// Records hold the cosines of K concepts and the log-sum-exp over all of them at one temperature.
/// At that temperature both ends are equal and exact. At another one the mass outside the K is known
/// only to lie between a spread-out and a concentrated remainder; probabilities, and so their mean,
/// lie between the ends for certain, while the error is computed at each end.
public struct TemperatureCalibration: Codable, Hashable, Sendable {
  /// Divisor of the cosines.
  public var temperature: Double
  /// Whether it is the temperature in force, so that both ends are exact.
  public var isInForce: Bool
  /// Mean of the least possible probabilities.
  public var meanProbabilityMin: Double
  /// Mean of the greatest possible ones.
  public var meanProbabilityMax: Double
  /// Expected calibration error of the least possible probabilities.
  public var errorAtMin: Double
  /// That of the greatest possible ones.
  public var errorAtMax: Double
}
