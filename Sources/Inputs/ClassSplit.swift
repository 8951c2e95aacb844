public import Records

/// Base and novel classes by file, for ground truth that does not tell them itself.
///
/// Names are compared in lower case, underscores as spaces, without what is in brackets behind them:
/// `bow_(weapon)` of LVIS is `bow`.
public struct ClassSplit: Hashable, Sendable {
  private let base: Set<String>?
  private let novel: Set<String>?

  /// Reads the lists: a name on each line, or what else `VocabularySource` reads.
  ///
  /// With novel classes alone all others are base, and the other way round; with both lists a class
  /// of neither has no split.
  ///
  /// - Throws: `InputError`, also when a class is on both lists.
  public init(base: String?, novel: String?) throws {
    func names(_ path: String?) throws -> Set<String>? {
      try path.map { Set(try VocabularySource(path: $0).read().map { Self.form($0[0]) }) }
    }
    self.base = try names(base)
    self.novel = try names(novel)
    if let both = self.base?.intersection(self.novel ?? []).min(), let novel {
      throw InputError.malformed(
        path: novel, line: 0, column: 0,
        expected: "classes that are not on the list of base classes",
        found: "'\(both)'")
    }
  }

  /// The split of a class.
  public func split(of name: String) -> String? {
    let form = Self.form(name)
    if novel?.contains(form) == true { return "novel" }
    if base?.contains(form) == true { return "base" }
    if base == nil, novel != nil { return "base" }
    return novel == nil && base != nil ? "novel" : nil
  }

  /// Gives categories their split, and says which names of the lists are none of them.
  public func apply(to categories: inout [Category]) -> [String] {
    var unmet = (base ?? []).union(novel ?? [])
    for place in categories.indices {
      categories[place].split = split(of: categories[place].name)
      unmet.remove(Self.form(categories[place].name))
    }
    return unmet.sorted()
  }

  private static func form(_ name: String) -> String {
    var text = name.lowercased()
    if text.hasSuffix(")"), let bracket = text.lastIndex(of: "(") {
      text = String(text[..<bracket])
    }
    return text.split { $0 == "_" || $0.isWhitespace }.joined(separator: " ")
  }
}
