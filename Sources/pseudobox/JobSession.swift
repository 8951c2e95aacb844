import Concepts
import Dispatch
import Labeling
import Pipeline

/// One invocation: how many workers, who stops them, who watches.
struct JobSession {
  let threads: Int
  let stop: StopFlag
  let observer: RunObserver
  /// The signals that are watched as long as the session lives.
  let watches: [any DispatchSourceSignal]

  func job(_ rules: ConceptRules) -> PoolJob {
    PoolJob(rules: rules, threads: threads, stop: stop, observer: observer)
  }
}
