import Foundation
import Labeling
import Pipeline
import Synchronization

/// A file in Prometheus' text format, for the textfile collector of node_exporter.
///
/// Written anew every few seconds and at the end of each pass; a reader sees the old file or the new
/// one. It is about this process alone; `pseudobox status --json` is about the whole data set.
final class MetricsFile: Sendable {
  /// Least seconds between two writes.
  static let interval = 5.0

  private struct State {
    var events: [String: ProgressEvent] = [:]
    var warnings = 0
    var lastWritten = -Double.infinity
    var hasFailed = false
  }

  private let path: String
  private let state = Mutex(State())

  /// Names the file; nothing is written yet.
  init(path: String) {
    self.path = path
  }

  /// An observer that keeps this file and tells `other`, each at its own pace.
  func observer(telling other: RunObserver) -> RunObserver {
    let lastTold = Mutex<[String: Double]>([:])
    return RunObserver(
      progressInterval: min(Self.interval, other.progressInterval),
      progress: { event in
        self.add(event, other)
        let isDue = lastTold.withLock { last in
          let isDue =
            event.isLast || event.elapsed - last[event.pass, default: 0] >= other.progressInterval
          if isDue { last[event.pass] = event.elapsed }
          return isDue
        }
        if isDue { other.progress(event) }
      },
      note: { level, text, facts in
        if level == .warning { self.state.withLock { $0.warnings += 1 } }
        other.note(level, text, facts)
      })
  }

  private func add(_ event: ProgressEvent, _ other: RunObserver) {
    let failure: String? = state.withLock { state in
      state.events[event.pass] = event
      let now = ProgressMeter.monotonicSeconds()
      guard event.isLast || now - state.lastWritten >= Self.interval else { return nil }
      state.lastWritten = now
      do {
        // By another name and a rename; that name does not end in .prom, which would be read too.
        try Data(Self.text(state.events, warnings: state.warnings).utf8)
          .write(to: URL(filePath: path), options: .atomic)
        return nil
      } catch {
        defer { state.hasFailed = true }
        let reason = error.localizedDescription
        return state.hasFailed ? nil : "\(path): metrics cannot be written: \(reason)"
      }
    }
    // Numbers for a dashboard are no reason to stop hours of work.
    if let failure { other.note(.warning, failure, [:]) }
  }

  /// The file's text: each metric with its help and type, passes in order of names.
  static func text(
    _ events: [String: ProgressEvent], warnings: Int, time: Double = Date().timeIntervalSince1970
  ) -> String {
    var text = ""
    func metric(_ name: String, _ help: String, _ samples: [(labels: String, value: Double)]) {
      guard !samples.isEmpty else { return }
      text += "# HELP pseudobox_\(name) \(help)\n# TYPE pseudobox_\(name) gauge\n"
      for sample in samples { text += "pseudobox_\(name)\(sample.labels) \(sample.value)\n" }
    }
    func passes(_ value: (ProgressEvent) -> Double?) -> [(labels: String, value: Double)] {
      events.values.sorted { $0.pass < $1.pass }.compactMap { event in
        value(event).map { (#"{pass="\#(event.pass)",noun="\#(event.noun)"}"#, $0) }
      }
    }
    metric("items_done", "Items done, those of earlier runs included.", passes { Double($0.done) })
    metric(
      "items_planned", "Items in all of this process's work.",
      passes { $0.total > 0 ? Double($0.total) : nil })
    metric("items_per_second", "Items per second in this run.", passes { $0.rate })
    metric("elapsed_seconds", "Seconds since the pass began in this run.", passes { $0.elapsed })
    metric("remaining_seconds", "Seconds to go at this rate.", passes { $0.remaining })
    metric("finished", "Whether the pass has ended.", passes { $0.isLast ? 1 : 0 })
    metric("warnings", "Warnings told so far.", [("", Double(warnings))])
    for (name, help, bytes) in [
      ("resident_bytes", "Resident memory.", ProcessMemory.currentBytes),
      ("resident_peak_bytes", "Largest resident memory so far.", ProcessMemory.peakBytes),
    ] {
      if let bytes { metric(name, help, [("", Double(bytes))]) }
    }
    metric("updated_seconds", "When this was written, in seconds since 1970.", [("", time)])
    return text
  }
}
