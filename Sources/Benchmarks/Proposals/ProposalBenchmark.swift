internal import Pipeline

/// Measures a source of proposals: one picture on each lane, round by round.
public struct ProposalBenchmark: Sendable {
  private let lanes: Lanes
  private let rounds: Int
  private let propose: @Sendable () -> Int

  /// Creates a benchmark of `propose`, which proposes for one picture and says how many boxes.
  public init(threads: Int, rounds: Int, propose: @escaping @Sendable () -> Int) {
    precondition(rounds > 0)
    lanes = Lanes(threads)
    self.rounds = rounds
    self.propose = propose
  }

  /// One picture on each lane.
  public func round() -> Elapsed {
    Elapsed.measuring { lanes.run { _ in _ = propose() } }
  }

  /// Measures `rounds` times, after one round that does not count.
  public func run(model: String, image: String, loadSeconds: Double) -> ProposalFigures {
    let boxes = propose()
    _ = round()
    let elapsed = (0..<rounds).map { _ in round() }
    let pictures = Double(lanes.count)
    return ProposalFigures(
      model: model, image: image, threads: lanes.count, rounds: rounds, boxes: boxes,
      loadSeconds: loadSeconds, perSecond: Spread(elapsed.map { pictures / $0.wall }),
      processorMilliseconds: Spread(elapsed.map { $0.processor * 1e3 / pictures }),
      peakBytes: ProcessMemory.peakBytes, machine: Machine.current)
  }
}
