import Foundation
import Inputs
import Testing

@testable import Labeling

struct FrozenListComparisonTests {
  private func list(_ images: [(String, Int?)], settings: String) throws -> FrozenList {
    let folder = FileManager.default.temporaryDirectory.path + "/lists-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hasIDs = images.allSatisfy { $0.1 != nil }
    let rows = images.map { name, id in
      hasIDs ? "{\"id\": \(id ?? 0), \"file_name\": \"\(name)\"}" : name
    }
    let path = folder + (hasIDs ? "/list.json" : "/list.txt")
    let text =
      hasIDs ? "{\"images\": [\(rows.joined(separator: ","))]}" : rows.joined(separator: "\n")
    try Data(text.utf8).write(to: URL(filePath: path))
    return try FrozenList.read(
      FrozenListSources(
        images: hasIDs ? .coco(path: path) : .table(path: path, format: .text), settings: settings),
      scratch: folder, path: "list")
  }

  @Test func `lists that differ say in what, and what to do about ids`() throws {
    // More images than are in memory at once.
    let names = (10_000..<15_000).map { "\($0).jpg" }
    let planned = try list(
      names.map { ($0, Int($0.prefix(5))) }, settings: "captions = a.json\nimages = i\n")
    #expect(try FrozenListComparison(planned: planned, found: planned).differences().isEmpty)
    let renumbered = try list(names.map { ($0, nil) }, settings: "captions = b.csv\nimages = i\n")
    let told = try FrozenListComparison(planned: planned, found: renumbered).differences()
    #expect(told.count == 2)
    #expect(told.first == "input.captions: planned a.json, now b.csv")
    #expect(
      told.last?.hasPrefix("5000 images have another id: '10000.jpg' planned 10000, now 0; ")
        == true)
    #expect(told.last?.contains("input.image_list") == true)
    let changed = (names.dropFirst(3) + ["0.jpg", "zz.jpg"]).map { ($0, Int($0.prefix(5)) ?? 7) }
    let other = try list(
      changed.dropLast() + [("zz.jpg", 8)], settings: "captions = a.json\nimages = i\n")
    #expect(
      try FrozenListComparison(planned: planned, found: other).differences() == [
        "3 planned images are not listed now, the first is '10000.jpg'",
        "2 images were not planned, the first is '0.jpg'",
      ])
  }
}
