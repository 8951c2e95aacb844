import Codecs
import Foundation
import Glibc
import Records
import Testing

struct RootFolderTests {
  private let folder = TemporaryFolder()
  private var root: RootFolder { RootFolder(path: folder.path) }

  private func reason(_ key: ImageKey, bytesMax: Int = 100) throws -> Rejection.Reason? {
    switch try root.read(key, bytesMax: bytesMax) {
    case .success: nil
    case .failure(let rejection): rejection.reason
    }
  }

  private func add(_ name: String, _ contents: [UInt8] = [1, 2, 3]) {
    let path = "\(folder.path)/\(name)"
    let parent = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: path, contents: Data(contents)))
  }

  @Test func `a file below the root is read`() throws {
    add("a.jpg")
    add("deep/er/b c.jpg", [9])
    add("..c.jpg", [8])
    add("back\\slash.jpg", [7])
    #expect(try root.read(ImageKey("a.jpg")).get() == [1, 2, 3])
    #expect(try root.read(ImageKey("deep/er/b c.jpg")).get() == [9])
    #expect(try root.read(ImageKey("..c.jpg")).get() == [8])
    #expect(try root.read(ImageKey("back\\slash.jpg")).get() == [7])
  }

  @Test(arguments: [
    "", "/", "/etc/passwd", ".", "..", "../a.jpg", "a/../a.jpg", "a/./b", "./a.jpg", "a//b", "a/",
    "a\u{0}.jpg", "a/..", String(repeating: "x", count: 256),
    String(repeating: "x/", count: 600) + "a",
  ])
  func `a path that could lead elsewhere is unsafe`(path: String) throws {
    #expect(try reason(ImageKey(path)) == .unsafePath)
  }

  @Test func `bytes that are not UTF-8 name a file like any others`() throws {
    let name: [UInt8] = [0x66, 0xFF, 0xFE]
    let path = folder.path.utf8.map { CChar(bitPattern: $0) } + [0x2F]
    let full = path + name.map { CChar(bitPattern: $0) } + [0]
    let file = full.withUnsafeBufferPointer { fopen($0.baseAddress, "w") }
    fputs("x", file)
    fclose(file)
    #expect(try root.read(ImageKey(bytes: name)).get() == Array("x".utf8))
  }

  @Test func `the same letters in two spellings are two files`() throws {
    add("e\u{301}.jpg", [1])
    #expect(try reason(ImageKey("\u{E9}.jpg")) == .missingFile)
    add("\u{E9}.jpg", [2])
    #expect(try root.read(ImageKey("e\u{301}.jpg")).get() == [1])
    #expect(try root.read(ImageKey("\u{E9}.jpg")).get() == [2])
  }

  @Test func `each way to be no image file has its reason`() throws {
    add("a.jpg")
    add("empty.jpg", [])
    add("folder/b.jpg")
    #expect(mkfifo("\(folder.path)/pipe.jpg", 0o600) == 0)
    #expect(try reason(ImageKey("none.jpg")) == .missingFile)
    #expect(try reason(ImageKey("none/a.jpg")) == .missingFile)
    #expect(try reason(ImageKey("a.jpg/b.jpg")) == .missingFile)
    #expect(try reason(ImageKey("empty.jpg")) == .emptyFile)
    #expect(try reason(ImageKey("folder")) == .unreadableFile)
    #expect(try reason(ImageKey("pipe.jpg")) == .unreadableFile)
    #expect(try reason(ImageKey("a.jpg"), bytesMax: 3) == nil)
    #expect(try reason(ImageKey("a.jpg"), bytesMax: 2) == .imageTooLarge)
  }

  @Test func `links are refused unless they are allowed`() throws {
    let elsewhere = TemporaryFolder()
    let target = "\(elsewhere.path)/secret.jpg"
    #expect(FileManager.default.createFile(atPath: target, contents: Data([5])))
    #expect(symlink(target, "\(folder.path)/file.jpg") == 0)
    #expect(symlink(elsewhere.path, "\(folder.path)/folder") == 0)
    #expect(symlink("loop", "\(folder.path)/loop") == 0)
    for key in ["file.jpg", "folder/secret.jpg", "loop"] {
      #expect(try reason(ImageKey(key)) == .unsafePath)
    }
    let following = RootFolder(path: folder.path, links: .follow)
    #expect(try following.read(ImageKey("file.jpg")).get() == [5])
    #expect(try following.read(ImageKey("folder/secret.jpg")).get() == [5])
    #expect(throws: Rejection.self) { try following.read(ImageKey("loop")).get() }
  }

  @Test func `the root itself may be a link`() throws {
    add("a.jpg")
    let link = folder.path + "-link"
    #expect(symlink(folder.path, link) == 0)
    defer { unlink(link) }
    #expect(try RootFolder(path: link).read(ImageKey("a.jpg")).get() == [1, 2, 3])
  }

  @Test func `a root that is gone is an error and no property of the image`() {
    #expect(throws: FileError.self) {
      try RootFolder(path: "\(folder.path)/none").read(ImageKey("a.jpg"))
    }
  }

  @Test func `no file is left open`() throws {
    add("deep/er/a.jpg")
    func openFiles() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
    }
    _ = try root.read(ImageKey("deep/er/a.jpg"))
    let before = openFiles()
    // Other tests open files at the same time, so only a leak of many is told apart.
    for _ in 0..<300 {
      _ = try root.read(ImageKey("deep/er/a.jpg"))
      _ = try root.read(ImageKey("deep/er/none.jpg"))
    }
    #expect(openFiles() < before + 200)
  }
}
