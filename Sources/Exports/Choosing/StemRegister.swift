import Records

/// The file names of an export with one file for each image.
struct StemRegister {
  private let rule: StemRule
  private let layout: ExportOptions.Layout
  private var seen: Set<UInt64> = []

  init(_ rule: StemRule, _ layout: ExportOptions.Layout) {
    self.rule = rule
    self.layout = layout
  }

  /// The file name of an image without its extension; `nil` for one that the consumer cannot name.
  ///
  /// Of earlier names only 64 bits are kept: three million images take 50 MB, and the chance that
  /// two names of them are taken for one is one in four million.
  ///
  /// - Throws: `ExportError.sameStem` when another image has it.
  mutating func name(of key: ImageKey, _ report: inout ExportReport) throws -> String? {
    let bytes = rule.stem(of: key)
    guard !bytes.isEmpty else {
      report.note("images left out: nothing of the name is left before the first dot", key: key)
      return nil
    }
    guard let stem = String(validating: bytes, as: UTF8.self) else {
      report.note("images left out: the name is no UTF-8", key: key)
      return nil
    }
    if bytes != StemRule.plainStem(of: key) {
      report.note("names cut at a dot, as the consumer cuts them", key: key)
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    guard seen.insert(hash).inserted else {
      throw ExportError.sameStem(stem: stem, key: key.description, rule: rule.rawValue)
    }
    switch layout {
    case .flat: return stem
    case .synset: return "\(stem.prefix { $0 != "_" })/\(stem)"
    }
  }
}
