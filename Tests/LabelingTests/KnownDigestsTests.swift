import Codecs
import Foundation
import Testing

@testable import Labeling

struct KnownDigestsTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "digests-\(UUID().uuidString)")
    var stats: String { url.appending(path: "stats").path }
    var model: String { url.appending(path: "model.safetensors").path }

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try write("weights")
    }

    func write(_ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: model))
    }

    /// Puts another digest into the file of known ones.
    func lie() throws -> SHA256Digest {
      let path = url.appending(path: "stats/models.json")
      let invented = SHA256Digest(of: [1, 2, 3])
      let text = try String(contentsOf: path, encoding: .utf8)
      let honest = try SHA256Digest(ofFile: model).hex
      #expect(text.contains(honest))
      try Data(text.replacing(honest, with: invented.hex).utf8).write(to: path)
      return invented
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  @Test func `An unchanged file is not hashed again, a changed one is`() throws {
    let folder = try Folder()
    let first = KnownDigests(stats: folder.stats)
    let digest = try first.digest(of: folder.model)
    #expect(digest == SHA256Digest(of: Array("weights".utf8)))
    try first.write()
    // Nobody would know the difference but for a false entry.
    let known = try folder.lie()
    #expect(try KnownDigests(stats: folder.stats).digest(of: folder.model) == known)
    // As long as before and as old as before: only the time of the change tells.
    let old = try FileManager.default.attributesOfItem(atPath: folder.model)[.modificationDate]
    let stamp = try #require(FileStamp(path: folder.model))
    try folder.write("Weights")
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(old)], ofItemAtPath: folder.model)
    #expect(FileStamp(path: folder.model)?.bytes == stamp.bytes)
    let second = KnownDigests(stats: folder.stats)
    #expect(try second.digest(of: folder.model) == SHA256Digest(of: Array("Weights".utf8)))
    try second.write()
    #expect(
      try KnownDigests(stats: folder.stats).digest(of: folder.model)
        == SHA256Digest(of: Array("Weights".utf8)))
  }

  @Test(arguments: ["", "[]", "{", #"{"model": {"sha256": 3}}"#])
  func `A damaged file of digests knows nothing`(text: String) throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.stats, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: "\(folder.stats)/models.json"))
    let digest = try KnownDigests(stats: folder.stats).digest(of: folder.model)
    #expect(digest == SHA256Digest(of: Array("weights".utf8)))
  }

  @Test func `A missing model is an error and not a digest`() throws {
    let folder = try Folder()
    #expect(FileStamp(path: "\(folder.model).lost") == nil)
    #expect(FileStamp(path: folder.url.path) == nil)
    #expect(throws: FileError.self) {
      try KnownDigests(stats: folder.stats).digest(of: "\(folder.model).lost")
    }
  }

  @Test func `Only what changed is written`() throws {
    let folder = try Folder()
    let first = KnownDigests(stats: folder.stats)
    _ = try first.digest(of: folder.model)
    try first.write()
    let path = "\(folder.stats)/models.json"
    let before = FileStamp(path: path)
    let second = KnownDigests(stats: folder.stats)
    _ = try second.digest(of: folder.model)
    try second.write()
    #expect(FileStamp(path: path) == before)
  }
}
