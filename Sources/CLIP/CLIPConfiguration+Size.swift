internal import Transformer

extension CLIPConfiguration {
  /// Learned numbers of both towers, nearly; a `Double`, since hostile sizes do not fit `Int`.
  var parameters: Double {
    let (outputs, textWidth) = (Double(projection), Double(text.width))
    let words = (Double(vocabularySize) + Double(context) + outputs) * textWidth
    return text.parameters + words + imageParameters
  }

  private var imageParameters: Double {
    switch vision {
    case .transformer(let settings, let patchSize):
      let (width, side) = (Double(settings.width), Double(imageSize / patchSize))
      let patches = 3 * Double(patchSize) * Double(patchSize) + side * side + 2
      return settings.parameters + width * (patches + Double(projection))
    case .residual(let settings):
      let width = Double(settings.width)
      var sum = 0.0
      for (stage, blocks) in settings.stages.enumerated() {
        let planes = width * Double(1 << stage)
        // 1 x 1 from 4 planes to one, 3 x 3, and 1 x 1 to 4.
        sum += Double(blocks) * 17 * planes * planes
      }
      let channels = width * Double(ModifiedResNet.Settings.reduction)
      let side = Double(imageSize / ModifiedResNet.Settings.reduction)
      return sum + channels * (3 * channels + Double(projection) + side * side + 1)
    }
  }

  /// The keys that `parameters` is made of, for a message.
  var sizeKeys: String {
    switch vision {
    case .transformer: "width, layers, patch size, vocabulary, context"
    case .residual: "width, layers, image size, vocabulary, context"
    }
  }
}
