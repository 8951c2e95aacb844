import ArgumentParser
import Foundation
import Pipeline

/// How progress is shown on stderr.
enum ProgressStyle: String, CaseIterable, ExpressibleByArgument {
  /// A bar on a terminal, plain lines elsewhere.
  case auto
  /// One line that is drawn again and again.
  case bar
  /// A line every 30 seconds, for log files.
  case plain
  /// One JSON object a line, for machines.
  case json
  /// Nothing.
  case none

  /// The style in force for a stream that is or is not a terminal.
  func resolved(isTerminal: Bool) -> ProgressStyle {
    self == .auto ? (isTerminal ? .bar : .plain) : self
  }

  /// Least seconds between two lines.
  var interval: Double {
    switch self {
    case .auto, .bar: 0.1
    case .plain: 30
    case .json: 1
    case .none: 3600
    }
  }

  /// The text for one event, with its line end; `nil` shows nothing.
  func text(for event: ProgressEvent) -> String? {
    switch self {
    case .auto, .none: nil
    case .bar: "\r\u{1B}[K" + barLine(event) + (event.isLast ? "\n" : "")
    case .plain: plainLine(event) + "\n"
    case .json: jsonLine(event) + "\n"
    }
  }

  private func plainLine(_ event: ProgressEvent) -> String {
    "\(event.pass): \(count(event)) \(event.noun) "
      + "[\(Self.duration(event.elapsed)) elapsed, \(remaining(event)), \(rate(event)) \(event.noun)/s]"
  }

  private func barLine(_ event: ProgressEvent) -> String {
    let width = 24
    let isKnown = event.total > 0 || event.isLast
    let share = event.total > 0 ? Double(event.done) / Double(event.total) : isKnown ? 1 : 0
    let filled = min(width, Int((share * Double(width)).rounded(.down)))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    return "\(event.pass.padding(toLength: 9, withPad: " ", startingAt: 0)) \(bar) "
      + "\(isKnown ? "\(Int(share * 100)) % " : "")\(count(event)) \(event.noun) "
      + "[\(Self.duration(event.elapsed)), \(remaining(event)), \(rate(event))/s]"
  }

  private func jsonLine(_ event: ProgressEvent) -> String {
    let remaining = event.remaining.map { String(format: "%.3f", $0) } ?? "null"
    return #"{"event":"progress","pass":"\#(event.pass)","done":\#(event.done),"#
      + #""total":\#(event.total),"unit":"\#(event.noun)","#
      + #""elapsed_s":\#(String(format: "%.3f", event.elapsed)),"#
      + #""rate":\#(String(format: "%.3f", event.rate)),"remaining_s":\#(remaining),"#
      + #""last":\#(event.isLast)}"#
  }

  private func count(_ event: ProgressEvent) -> String {
    event.total > 0 ? "\(event.done)/\(event.total)" : "\(event.done)"
  }

  private func rate(_ event: ProgressEvent) -> String {
    String(format: event.rate < 10 ? "%.1f" : "%.0f", event.rate)
  }

  private func remaining(_ event: ProgressEvent) -> String {
    if event.isLast { return "done" }
    return event.remaining.map { Self.duration($0) + " to go" } ?? "time unknown"
  }

  /// A length of time for people.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return String(format: "%.1f s", seconds) }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
