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
}
