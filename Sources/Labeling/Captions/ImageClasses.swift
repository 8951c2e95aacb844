import Concepts
import Pipeline
import Records

/// The classes that the user's files give whole images, as concepts of a pool.
struct ImageClasses: Sendable {
  private let ids: [String: UInt32]

  /// Prepares a pool's names; `synonyms` maps others to the one that the pool counts them under.
  init(names: [String], synonyms: [String: String]) {
    ids = ConceptMatcher.ids(names, synonyms: synonyms)
  }

  /// The labels of an image: each class is a caption of its own behind the real ones.
  ///
  /// A class that is not in the pool, because it was removed, labels nothing.
  func labels(of image: InputImage) -> [ImageLabel] {
    image.labels.enumerated().compactMap { place, name in
      id(of: name).map { id in
        ImageLabel(
          conceptID: id, caption: image.captions.count + place, start: 0,
          end: name.unicodeScalars.count)
      }
    }
  }

  private func id(of name: String) -> UInt32? {
    ids[ConceptName.cleaned(name)] ?? ids[ConceptName.normalForm(name)]
  }

  /// Tells how many labels of `classes`, images by class, name no concept, which classes they are first.
  func tell(_ classes: [String: Int], _ observer: RunObserver) {
    let left = classes.filter { id(of: $0.key) == nil }
    guard !left.isEmpty else { return }
    let most = left.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    observer.note(
      .warning,
      "\(left.values.reduce(0, +)) image labels of \(left.count) classes name no concept of the pool: "
        + most.map { "\($0.key) (\($0.value))" }.joined(separator: ", "), [:])
  }
}
