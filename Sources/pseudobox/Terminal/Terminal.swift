import ArgumentParser
import Foundation
import Pipeline
import Synchronization

/// How log lines are written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// One JSON object a line.
  case json
}

/// The two output streams: results on stdout, everything else on stderr.
enum Terminal {
  /// Writes results to stdout.
  ///
  /// A reader that has seen enough (`| head`) ends the program quietly; any other failure ends it
  /// with the code for input and output.
  static func output(_ text: String) {
    output(Array(text.utf8))
  }

  /// Writes results to stdout, as UTF-8.
  static func output(_ bytes: [UInt8]) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      if errno == EPIPE { exit(ExitCode.success.rawValue) }
      Self.error("error: stdout cannot be written\n")
      exit(ExitCode.inputOutput.rawValue)
    }
  }

  /// Writes messages to stderr; where that fails there is nobody to tell.
  static func error(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Tells what ended the program, in the format of the log.
  static func failure(_ error: any Error, code: ExitCode) {
    let text = shown("\(error)")
    switch logFormat.withLock({ $0 }) {
    case .text: Self.error("error: \(text)\n")
    case .json:
      Self.error(
        "{\"event\":\"error\",\"code\":\(code.rawValue),\"message\":\(quoted(text))}\n")
    }
  }

  /// The format that the command line asked for; set before the first note.
  private static let logFormat = Mutex(LogFormat.text)

  /// Whether stderr is a terminal that understands control codes.
  static var isInteractive: Bool {
    isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// An observer that draws progress and writes notes to stderr, one whole line at a time.
  static func observer(progress: ProgressStyle, log: LogFormat, quiet: Bool) -> RunObserver {
    logFormat.withLock { $0 = log }
    let style = quiet ? .none : progress.resolved(isTerminal: isInteractive)
    let usesColor = isInteractive && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    return RunObserver(
      progressInterval: style.interval,
      progress: { event in
        if let text = style.text(for: event) { error(text) }
      },
      note: { level, message, facts in
        if level == .debug || (quiet && level == .info) { return }
        error(line(level, message, facts, format: log, usesColor: usesColor, style: style))
      })
  }

  private static func line(
    _ level: RunObserver.Level, _ message: String, _ facts: [String: String],
    format: LogFormat, usesColor: Bool, style: ProgressStyle
  ) -> String {
    let sorted = facts.sorted { $0.key < $1.key }
    switch format {
    case .json:
      let fields =
        [("event", "log"), ("level", level.rawValue), ("message", message)]
        + sorted.map { ($0.key, $0.value) }
      return "{" + fields.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",") + "}\n"
    case .text:
      let clear = style == .bar ? "\r\u{1B}[K" : ""
      let warning = usesColor ? "\u{1B}[33mwarning\u{1B}[0m: " : "warning: "
      let facts = sorted.map { " \($0.key)=\(shown($0.value))" }.joined()
      return clear + (level == .warning ? warning : "") + shown(message) + facts + "\n"
    }
  }

  /// Text with control characters shown as codes, so that a caption or a file name cannot steer the
  /// terminal; line breaks stay.
  static func shown(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
      let isFormat = scalar.properties.generalCategory == .format
      if isControl || isFormat {
        line += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case let control where control.value < 0x20 || control.value == 0x7F:
        json += "\\u" + String(format: "%04x", control.value)
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
