public import Records

/// Base and novel classes by file, for ground truth that does not tell them itself.
///
/// Names are compared in lower case, underscores as spaces. A name on a list without brackets also
/// stands for the classes that have it before their bracket, unless a class is called just that:
/// `bow` is LVIS' `bow_(weapon)` and `bow_(decorative_ribbons)`, `fish` only `fish`.
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

  /// Gives categories their split, and says which names of the lists are none of them.
  public func apply(to categories: inout [Category]) -> [String] {
    let listed = (base ?? []).union(novel ?? [])
    let whole = Set(categories.map { Self.form($0.name) })
    var unmet = listed
    for place in categories.indices {
      let form = Self.form(categories[place].name)
      let cut = Self.withoutBracket(form)
      let entry = listed.contains(form) || whole.contains(cut) ? form : cut
      categories[place].split = split(of: entry)
      unmet.remove(entry)
    }
    return unmet.sorted()
  }

  private func split(of entry: String) -> String? {
    if novel?.contains(entry) == true { return "novel" }
    if base?.contains(entry) == true { return "base" }
    if base == nil, novel != nil { return "base" }
    return novel == nil && base != nil ? "novel" : nil
  }

  private static func form(_ name: String) -> String {
    name.lowercased().split { $0 == "_" || $0.isWhitespace }.joined(separator: " ")
  }

  private static func withoutBracket(_ form: String) -> String {
    guard form.hasSuffix(")"), let bracket = form.lastIndex(of: "(") else { return form }
    return Self.form(String(form[..<bracket]))
  }
}
