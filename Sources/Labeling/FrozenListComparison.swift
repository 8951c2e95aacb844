import Inputs
import Pipeline
import Records

/// How today's list of images differs from the planned one, for people.
struct FrozenListComparison {
  let planned: FrozenList
  let found: FrozenList

  /// What was counted in going through both lists.
  private struct Tally {
    var gone = 0
    var firstGone = ""
    var added = 0
    var firstAdded = ""
    var renumbered = 0
    var firstRenumbered = ""
  }

  /// The settings of the section input that changed, then names and ids with an example of each kind.
  ///
  /// - Throws: What reading a list throws.
  func differences() throws -> [String] {
    let settings = Plan.differences(
      between: planned.facts.settings.split(separator: "\n").map(String.init),
      and: found.facts.settings.split(separator: "\n").map(String.init))
    let tally = try tally()
    var lines = settings.map { "input.\($0)" }
    if tally.gone > 0 {
      lines.append(
        "\(tally.gone) planned images are not listed now, the first is '\(tally.firstGone)'")
    }
    if tally.added > 0 {
      lines.append("\(tally.added) images were not planned, the first is '\(tally.firstAdded)'")
    }
    if tally.renumbered > 0 {
      lines.append(
        "\(tally.renumbered) images have another id: \(tally.firstRenumbered)"
          + (found.facts.report.usesOrdinals && !planned.facts.report.usesOrdinals
            ? "; ids are now 0, 1, 2, since no file gives each image its own: name the COCO json that "
              + "gave them as input.image_list" : ""))
    }
    return lines
  }

  /// Both lists are in the order of their names, so that they are gone through side by side.
  private func tally() throws -> Tally {
    var tally = Tally()
    var (old, new) = (Cursor(list: planned), Cursor(list: found))
    try old.advance()
    try new.advance()
    while let next = [old.image?.key, new.image?.key].compactMap({ $0 }).min() {
      let planned = old.image.flatMap { $0.key == next ? $0 : nil }
      let found = new.image.flatMap { $0.key == next ? $0 : nil }
      if let planned, let found, planned.imageID != found.imageID {
        tally.renumbered += 1
        if tally.renumbered == 1 {
          tally.firstRenumbered = "'\(next)' planned \(planned.imageID), now \(found.imageID)"
        }
      }
      if planned == nil {
        tally.added += 1
        if tally.added == 1 { tally.firstAdded = "\(next)" }
      } else {
        try old.advance()
      }
      if found == nil {
        tally.gone += 1
        if tally.gone == 1 { tally.firstGone = "\(next)" }
      } else {
        try new.advance()
      }
    }
    return tally
  }

  /// A place in a list, a part of it in memory.
  private struct Cursor {
    private static let partImages = 4096

    let list: FrozenList
    private(set) var image: InputImage?
    private var part: ArraySlice<InputImage> = []
    private var next = 0

    init(list: FrozenList) { self.list = list }

    mutating func advance() throws {
      if part.isEmpty {
        let end = min(next + Self.partImages, list.count)
        part = try list.images(in: next..<end)[...]
        next = end
      }
      image = part.popFirst()
    }
  }
}
