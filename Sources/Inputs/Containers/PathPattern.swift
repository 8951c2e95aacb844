import Foundation

/// A path that may stand for several: braces as in a shell, `{000..331}` and `{a,b}`, and a glob in
/// its last component, `*` and `?`.
struct PathPattern {
  let text: String

  /// Most paths that braces may stand for.
  static let pathsMax = 1_000_000

  /// The paths in the order of the braces; those of a glob in the order of their bytes.
  ///
  /// - Throws: `InputError.missing` for a glob that fits nothing, `.malformed` for bad braces.
  func paths() throws -> [String] {
    var paths = try Self.expanded(text)
    if !text.hasPrefix(InputStream.pipePrefix) { paths = try paths.flatMap(Self.globbed) }
    return paths
  }

  private static func expanded(_ text: String) throws -> [String] {
    guard let open = text.firstIndex(of: "{") else { return [text] }
    func bad(_ found: String) -> InputError {
      .malformed(
        path: text, line: 1, column: text.utf8.distance(from: text.startIndex, to: open) + 1,
        expected: "braces such as {000..331} or {a,b}", found: found)
    }
    guard let close = text[open...].firstIndex(of: "}") else { throw bad("no closing brace") }
    let inside = String(text[text.index(after: open)..<close])
    let before = String(text[..<open])
    let rests = try expanded(String(text[text.index(after: close)...]))
    var middles: [String] = []
    let ends = inside.components(separatedBy: "..")
    if ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), ends[0].first != "-",
      ends[1].first != "-"
    {
      guard abs(last - first) < pathsMax else { throw bad("more than \(pathsMax) paths") }
      // As in a shell a leading zero asks for numbers of one width.
      let isPadded = ends.contains { $0.count > 1 && $0.hasPrefix("0") }
      let width = isPadded ? max(ends[0].count, ends[1].count) : 0
      middles = stride(from: first, through: last, by: first <= last ? 1 : -1).map { number in
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
    } else if inside.contains(",") {
      middles = inside.components(separatedBy: ",")
    } else {
      middles = ["{\(inside)}"]
    }
    guard middles.count * rests.count <= pathsMax else { throw bad("more than \(pathsMax) paths") }
    return middles.flatMap { middle in rests.map { before + middle + $0 } }
  }

  private static func globbed(_ path: String) throws -> [String] {
    let (folder, pattern) =
      path.lastIndex(of: "/").map {
        (String(path[..<$0]), String(path[path.index(after: $0)...]))
      } ?? (".", path)
    guard pattern.contains(where: { $0 == "*" || $0 == "?" }),
      !FileManager.default.fileExists(atPath: path)
    else { return [path] }
    let wanted = Array(pattern.utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let fitting = names.filter { !$0.hasPrefix(".") && fits(Array($0.utf8)[...], wanted[...]) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !fitting.isEmpty else { throw InputError.missing(path: path) }
    return fitting.map { path.hasPrefix("/") || folder != "." ? "\(folder)/\($0)" : $0 }
  }

  /// Whether a name fits a pattern of `*` and `?`.
  static func fits(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while !name.isEmpty {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if let sign = pattern.first, sign == UInt8(ascii: "?") || sign == name.first {
        (name, pattern) = (name.dropFirst(), pattern.dropFirst())
      } else if let last = retry {
        name = last.name.dropFirst()
        pattern = last.pattern
        retry = (name, pattern)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
