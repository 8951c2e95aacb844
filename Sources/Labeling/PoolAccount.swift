import Codecs
import Foundation

/// What `concepts/pool.json` says of captions and names that are not in the pool.
public struct PoolAccount: Sendable {
  /// A name that the remove list kept out.
  public struct RemovedName: Decodable, Sendable {
    /// The name as counted.
    public let name: String
    /// Mentions in captions.
    public let occurrences: Int
  }

  /// A caption that gave no concept.
  public struct RejectedCaption: Decodable, Sendable {
    /// The caption.
    public let caption: String
    /// What was found.
    public let detail: String
    /// Name of its file.
    public let file: String
    /// Its number in the file, from 1.
    public let number: Int
  }

  /// Names on the remove list.
  public let removed: [String]
  /// Names that captions mention and the list dropped, most frequent first.
  public let removedNames: [RemovedName]
  /// Captions without a concept by reason.
  public let rejections: [String: Int]
  /// The first of them.
  public let samples: [String: [RejectedCaption]]

  /// Reads the account of a data set's pool; `nil` where there is none, as for a ready pool.
  public init?(of dataset: Dataset) {
    guard let bytes = try? readFile("\(dataset.concepts)/pool.json", bytesMax: 1 << 30),
      let file = try? JSONDecoder().decode(File.self, from: Data(bytes))
    else { return nil }
    removed = file.rules.removed
    removedNames = file.removed_names
    rejections = file.rejected_captions
    samples = file.rejected_caption_samples
  }

  private struct File: Decodable {
    struct Rules: Decodable {
      let removed: [String]
    }
    let rules: Rules
    let removed_names: [RemovedName]
    let rejected_captions: [String: Int]
    let rejected_caption_samples: [String: [RejectedCaption]]
  }
}
