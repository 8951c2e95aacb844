/// Finds the name that was probably meant among those that are there.
public enum NearestName {
  /// The nearest of `names` within a third of the longer length, the first of equals; case, `_`,
  /// `-` and spaces do not count.
  public static func nearest(to wanted: String, in names: [String]) -> String? {
    let target = folded(wanted)
    var best: (name: String, distance: Int)?
    for name in names where name.utf8.count <= 64 {
      let other = folded(name)
      guard !other.isEmpty else { continue }
      let contains = !target.isEmpty && (name.lowercased().contains(wanted.lowercased()))
      let distance = contains ? 1 : editDistance(target, other)
      if distance <= max(1, max(target.count, other.count) / 3), distance < best?.distance ?? .max {
        best = (name, distance)
      }
    }
    return best?.name
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.prefix(64).filter { ![0x5f, 0x2d, 0x20].contains($0) }
  }

  /// Levenshtein's distance, one row of the table at a time.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var last = Array(0...right.count)
    for (row, a) in left.enumerated() {
      var current = [row + 1]
      for (column, b) in right.enumerated() {
        let replaced = last[column] + (a == b ? 0 : 1)
        current.append(min(last[column + 1] + 1, current[column] + 1, replaced))
      }
      last = current
    }
    return last[right.count]
  }
}
