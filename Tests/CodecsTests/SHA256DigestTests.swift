import Codecs
import Testing

struct SHA256DigestTests {
  @Test(arguments: [
    // FIPS 180-4 examples.
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `known digests`(text: String, hex: String) {
    #expect(SHA256Digest(of: Array(text.utf8)).hex == hex)
    #expect(SHA256Digest(hex: hex)?.hex == hex)
  }

  @Test func `a file's digest is that of its bytes, whatever its size`() throws {
    let folder = TemporaryFolder()
    for count in [0, 1, 1 << 20, (1 << 20) + 1, 3 << 20] {
      let bytes = ZstdTests.noise(count, seed: 9)
      let path = "\(folder.path)/\(count)"
      try DurableFile.publish(bytes, at: path)
      #expect(try SHA256Digest(ofFile: path) == SHA256Digest(of: bytes))
    }
  }

  @Test func `only 64 lower-case hex digits are a digest`() {
    let good = String(repeating: "0f", count: 32)
    #expect(SHA256Digest(hex: good) != nil)
    for bad in [
      "", "0", String(good.dropLast()), good + "00", good.uppercased(), "g" + good.dropFirst(),
    ] {
      #expect(SHA256Digest(hex: bad) == nil)
    }
    #expect(SHA256Digest(bytes: [1, 2]) == nil)
  }

  @Test func `readFile holds its limit`() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a"
    try DurableFile.publish([1, 2, 3], at: path)
    #expect(try readFile(path, bytesMax: 3) == [1, 2, 3])
    #expect(throws: FileError.tooLarge(path: path, bytes: 3, bytesMax: 2)) {
      try readFile(path, bytesMax: 2)
    }
    #expect(throws: FileError.notRegular(path: folder.path, found: .directory)) {
      try readFile(folder.path, bytesMax: 2)
    }
    #expect(throws: FileError.self) { try readFile("\(path)-none", bytesMax: 2) }
  }
}
