import Foundation
import Inputs
public import Pipeline

extension LabelingInputs {
  /// Reads the user's files that `settings` name, as a run does.
  ///
  /// - Throws: `InputError` when a file cannot be used.
  public static func read(
    _ settings: InputSettings, observer: RunObserver
  ) throws -> LabelingInputs {
    try InputPass(settings: settings).read(observer)
  }

  /// The frozen list of `dataset`, when it is that of `settings`; its files are not looked at.
  ///
  /// - Throws: `FileError` or `InputError` for a list that cannot be read.
  public static func frozen(
    in dataset: Dataset, _ settings: InputSettings
  ) throws -> LabelingInputs? {
    guard FileManager.default.fileExists(atPath: dataset.inputs) else { return nil }
    let list = try FrozenList(path: dataset.inputs)
    guard settings.listsAs(list.facts.settings, anyLimit: true) else { return nil }
    return LabelingInputs(
      list: list, store: ImageStore(folder: settings.images, containers: list.facts.containers),
      isFrozen: true, report: list.facts.report, groundTruth: nil)
  }

  /// Whether images lie inside archives or tables.
  public var isInContainers: Bool { !list.facts.containers.isEmpty }

  /// Whether images come out of commands, so that reading one by one is slow.
  public var isPiped: Bool { list.facts.containers.contains(where: \.isPiped) }
}
