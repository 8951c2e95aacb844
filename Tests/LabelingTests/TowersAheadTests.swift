import CLIP
import Foundation
import Testing

@testable import Labeling

/// Towers of the bundled teacher that are loaded before their pass.
struct TowersAheadTests {
  private func teacher(
    _ precision: String, overrides: [String] = []
  ) throws -> TeacherSettings {
    let path = ConfigurationPipelinesTests.root.appending(path: "pipelines/quickstart.yaml").path
    return try PipelineSettings.load(
      path: path, overrides: ["regions.teacher.precision=\(precision)"] + overrides
    ).regions.teacher
  }

  private func load(
    _ towers: CLIPTowers, of teacher: TeacherSettings, into ahead: TowersAhead
  ) throws {
    for part in ahead.parts(towers, of: teacher) { try part() }
  }

  @Test func `with floats the text tower waits for one taker, the image tower is only looked at`()
    throws
  {
    let ahead = TowersAhead()
    try load(.both, of: teacher("f32"), into: ahead)
    #expect(ahead.takeImage() == nil && ahead.takePrecisions() == nil)
    #expect(ahead.takeText()?.towers == .text)
    #expect(ahead.takeText() == nil)
  }

  @Test func `with 8 bits both image towers wait, and the one of floats goes first`() throws {
    let ahead = TowersAhead()
    try load(.both, of: teacher("int8"), into: ahead)
    #expect(ahead.takeText() == nil)
    let pair = try #require(ahead.takePrecisions())
    #expect(pair.rounded.precision == .int8 && pair.exact.precision == .f32)
    #expect(ahead.takePrecisions() == nil)
    #expect(ahead.takeImage()?.precision == .int8)
    #expect(ahead.takeImage() == nil)
  }

  @Test(arguments: ["f32", "int8"])
  func `nothing is loaded that nobody asked for`(_ precision: String) throws {
    let ahead = TowersAhead()
    try load([], of: teacher(precision), into: ahead)
    #expect(ahead.takeText() == nil && ahead.takeImage() == nil)
  }

  @Test func `damaged weights are told though no tower was asked for`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(atPath: teacher("f32").model, toPath: folder.path)
    let weights = folder.appending(path: "model.safetensors")
    try Data(contentsOf: weights).dropLast(1).write(to: weights)
    let damaged = try teacher("f32", overrides: ["regions.teacher.model=\(folder.path)"])
    #expect(throws: (any Error).self) { try load([], of: damaged, into: TowersAhead()) }
  }
}
