import Pipeline
import Records
import Synchronization
import Testing

@testable import Labeling

struct ImageClassesTests {
  private func image(_ labels: [String]) -> InputImage {
    InputImage(key: ImageKey("a.jpg"), imageID: 1, captions: ["one", "two"], labels: labels)
  }

  @Test func `a class is a caption of its own behind the real ones`() {
    let classes = ImageClasses(
      names: ["dog", "tabby cat", "couch"], synonyms: ["sofa": "couch", "settee": "bench"])
    let labels = classes.labels(of: image(["Tabby_Cats", "unicorn", "sofa", "settee"]))
    #expect(
      labels == [
        ImageLabel(conceptID: 1, caption: 2, start: 0, end: 10),
        ImageLabel(conceptID: 2, caption: 4, start: 0, end: 4),
      ])
    #expect(classes.labels(of: image([])).isEmpty)
  }

  @Test func `labels of classes that are not in the pool are counted, the most frequent first`() {
    let told = Mutex<[String]>([])
    let observer = RunObserver(
      progressInterval: 1, progress: { _ in },
      note: { _, text, _ in told.withLock { $0.append(text) } })
    let classes = ImageClasses(names: ["dog"], synonyms: [:])
    classes.tell(["dog": 1, "dogs": 1], observer)
    #expect(told.withLock { $0.isEmpty })
    classes.tell(["dog": 2, "cat": 1, "bus": 2], observer)
    #expect(
      told.withLock { $0 } == [
        "3 image labels of 2 classes name no concept of the pool: bus (2), cat (1)"
      ])
  }
}
