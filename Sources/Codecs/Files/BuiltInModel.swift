import CCaptionModel

/// Files that are part of the executable.
public enum BuiltInModel {
  /// The caption parser's model, a copy of 4 MB.
  public static var caption: [UInt8] {
    unsafe [UInt8](
      UnsafeBufferPointer(start: cm_caption_model(), count: cm_caption_model_size()))
  }
}
