import Codecs
import Foundation
import Kernels
import Records
import Testing

struct ImageResizerTests {
  private let file: SafetensorsFile
  private let image: PixelImage

  init() throws {
    file = try SafetensorsFile(path: golden.appending(path: "regions/expected.safetensors").path)
    let pillow = try SafetensorsFile(
      path: golden.appending(path: "resample/pillow.safetensors").path)
    image = PixelImage(width: 83, height: 61, rgb: try pillow.floats("picture").map { UInt8($0) })
  }

  @Test(arguments: levels)
  func `A resized image is that of Pillow, byte for byte`(level: KernelLevel) throws {
    let names = file.names.filter { $0.hasPrefix("resize ") }
    #expect(names.count == 3)
    for name in names {
      let words = name.split(separator: " ")
      let width = try #require(Int(words[2]))
      let height = try #require(Int(words[3]))
      let resizer = ImageResizer(
        filter: words[1] == "bicubic" ? .bicubic : .bilinear, mean: [0, 0, 0],
        deviation: [1, 1, 1], level: level)
      let planes = resizer.resize(image, width: width, height: height).values
      let plane = width * height
      let bytes = (0..<plane).flatMap { i in
        (0..<3).map { (planes[$0 * plane + i] * 255).rounded() }
      }
      #expect(try bytes == file.floats(name), "\(name)")
    }
  }
}
