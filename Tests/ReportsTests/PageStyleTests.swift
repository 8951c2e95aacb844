import Foundation
import Testing

@testable import Reports

struct PageStyleTests {
  /// The colours of one scheme by name.
  private static func colours(_ block: Substring) -> [String: String] {
    var result: [String: String] = [:]
    for part in block.split(whereSeparator: { ";{}\n".contains($0) }) {
      let pieces = part.trimmingCharacters(in: .whitespaces).split(separator: ":")
      guard pieces.count == 2, pieces[0].hasPrefix("--"), pieces[1].hasPrefix("#") else { continue }
      result[String(pieces[0].dropFirst(2))] = String(pieces[1].dropFirst())
    }
    return result
  }

  /// Relative luminance of a colour in hex (WCAG 2.2).
  private static func luminance(_ hex: String) throws -> Double {
    let value = try #require(UInt32(hex, radix: 16))
    let parts = [16, 8, 0].map { Double(value >> UInt32($0) & 255) / 255 }
    let linear = parts.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  @Test func `text keeps a contrast of four and a half to one in both schemes`() throws {
    let dark = try #require(PageStyle.colours.range(of: "@media"))
    let schemes = [
      PageStyle.colours[..<dark.lowerBound], PageStyle.colours[dark.lowerBound...],
    ].map(Self.colours)
    for scheme in schemes {
      #expect(scheme.count == 16)
      for (text, grounds) in [
        "ink": ["paper", "card", "mark", "warn"], "soft": ["paper", "card"],
        "c0": ["paper", "card"], "good": ["paper", "card"], "fair": ["paper", "card"],
        "weak": ["paper", "card"],
      ] {
        for ground in grounds {
          let a = try Self.luminance(try #require(scheme[text]))
          let b = try Self.luminance(try #require(scheme[ground]))
          let contrast = (max(a, b) + 0.05) / (min(a, b) + 0.05)
          #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
        }
      }
    }
  }

  @Test func `no style attribute stands in a page`() throws {
    let html = try EscapingTests.files(everywhere: "x").html
    #expect(!html.contains(" style=\"") && html.contains("style-src &#39;sha256-"))
  }

  @Test func `verdicts turn at their bounds`() {
    for (share, level) in [(0.9, Verdict.Level.good), (0.8, .good), (0.79, .fair), (0.59, .weak)] {
      #expect(Verdict(share, good: 0.8, fair: 0.6)?.level == level)
    }
    for (share, level) in [(0.0, Verdict.Level.good), (0.01, .fair), (0.011, .weak)] {
      #expect(Verdict(share, goodUpTo: 0, fairUpTo: 0.01)?.level == level)
    }
    #expect(Verdict(nil, good: 0.5, fair: 0.2) == nil)
  }

  @Test func `the page stays below its limit of bytes whatever it must show`() throws {
    let limit = 1_400_000
    let finished = try PageTests.finished(settings: ReportSettings(pageBytesMax: limit))
    let files = try finished.files(load: BundledScenes.load)
    #expect(files.html.utf8.count <= limit)
    #expect(files.html.contains("pictures were left out to keep the page light"))
  }
}
