import Foundation
import Testing
import Transformer

struct PreprocessorConfigurationTests {
  /// A model folder with one file, gone when the test ends.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "pre-\(UUID().uuidString)")

    init(_ json: String?) throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      guard let json else { return }
      try Data(json.utf8).write(to: url.appending(path: "preprocessor_config.json"))
    }

    func read() throws(ConfigurationError) -> PreprocessorConfiguration {
      try PreprocessorConfiguration(folder: ModelFolder(path: url.path))
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  @Test func `Without a file, or with an empty one, pixels are CLIP's`() throws {
    for json in [nil, "{}"] as [String?] {
      let configuration = try Folder(json).read()
      #expect(configuration == PreprocessorConfiguration())
      #expect(configuration.mean == [0.48145466, 0.4578275, 0.40821073])
      #expect(configuration.filter == .bicubic)
    }
  }

  @Test func `What the file says holds`() throws {
    let configuration = try Folder(
      "{\"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [1, 2, 3], \"resample\": 2, \"x\": null}"
    ).read()
    #expect(configuration.mean == [0.5, 0.5, 0.5] && configuration.deviation == [1, 2, 3])
    #expect(configuration.filter == .bilinear)
  }

  @Test func `Pixels that are not to be normalised keep 0 to 1`() throws {
    let configuration = try Folder(
      "{\"do_normalize\": false, \"image_mean\": [9, 9, 9], \"rescale_factor\": 0.00392156862745098}"
    ).read()
    #expect(configuration.mean == [0, 0, 0] && configuration.deviation == [1, 1, 1])
  }

  @Test(arguments: [
    ("{\"rescale_factor\": 1}", "rescale_factor"), ("{\"do_rescale\": false}", "rescale_factor"),
    ("{\"image_mean\": [0.5]}", "image_mean, image_std"),
    ("{\"image_std\": [1, 0, 1]}", "image_mean, image_std"),
    ("{\"resample\": 1}", "resample"), ("{\"resample\": \"bicubic\"}", "resample"), ("[", ""),
  ])
  func `Impossible values are errors that name their key`(json: String, key: String) throws {
    let folder = try Folder(json)
    let error = #expect(throws: ConfigurationError.self) { try folder.read() }
    #expect(error?.key == key)
  }
}
