import Codecs

extension CaptionModel {
  /// The model that is part of the executable; read at first use, in about 20 ms.
  public static let standard: CaptionModel = {
    do {
      return try CaptionModel(bytes: BuiltInModel.caption, path: "built-in caption model")
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}
