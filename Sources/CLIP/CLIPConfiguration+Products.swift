internal import Kernels
internal import Transformer

extension CLIPConfiguration {
  /// The products of the image tower for a batch; a convolution is one over its neighbourhoods.
  ///
  /// Attention's small products are not among them.
  func imageProducts(batch: Int) -> [ProductShape] {
    switch vision {
    case .transformer(let settings, let patchSize):
      transformerProducts(settings, patchSize: patchSize, batch: batch)
    case .residual(let settings):
      residualProducts(settings, batch: batch)
    }
  }

  /// Operations of attention for one image: scores and weighted values of every head.
  var attentionOperations: Int {
    guard case .transformer(let settings, let patchSize) = vision else { return 0 }
    let side = imageSize / patchSize
    let tokens = side * side + 1
    return 4 * tokens * settings.width * (tokens * (settings.layers - 1) + 1)
  }

  private func transformerProducts(
    _ settings: BlockSettings, patchSize: Int, batch: Int
  ) -> [ProductShape] {
    let width = settings.width
    let patches = imageSize / patchSize * (imageSize / patchSize)
    let tokens = batch * (patches + 1)
    func product(_ rows: Int, _ depth: Int, _ columns: Int) -> ProductShape {
      ProductShape(rows: rows, depth: depth, columns: columns)
    }
    func tail(_ rows: Int) -> [ProductShape] {
      [
        product(rows, width, width), product(rows, width, settings.hiddenWidth),
        product(rows, settings.hiddenWidth, width),
      ]
    }
    var shapes = [product(batch * patches, 3 * patchSize * patchSize, width)]
    for _ in 0..<max(settings.layers - 1, 0) {
      shapes += [product(tokens, width, 3 * width)] + tail(tokens)
    }
    // The last block computes keys and values of all tokens and the rest for the class token.
    shapes += [product(tokens, width, 2 * width), product(batch, width, width)] + tail(batch)
    return shapes + [product(batch, width, projection)]
  }

  private func residualProducts(
    _ settings: ModifiedResNet.Settings, batch: Int
  ) -> [ProductShape] {
    var side = imageSize / 2
    func product(_ kernel: Int, _ inputs: Int, _ outputs: Int) -> ProductShape {
      ProductShape(rows: batch * side * side, depth: kernel * kernel * inputs, columns: outputs)
    }
    let width = settings.width
    var shapes = [
      product(3, 3, width / 2), product(3, width / 2, width / 2), product(3, width / 2, width),
    ]
    side /= 2
    var channels = width
    for (stage, count) in settings.stages.enumerated() {
      let planes = width << stage
      let expanded = planes * Bottleneck.expansion
      for block in 0..<count {
        shapes += [product(1, channels, planes), product(3, planes, planes)]
        if stage > 0 && block == 0 { side /= 2 }
        shapes.append(product(1, planes, expanded))
        if block == 0 { shapes.append(product(1, channels, expanded)) }
        channels = expanded
      }
    }
    let positions = batch * (side * side + 1)
    return shapes + [
      ProductShape(rows: positions, depth: channels, columns: 2 * channels),
      ProductShape(rows: batch, depth: channels, columns: channels),
      ProductShape(rows: batch, depth: channels, columns: projection),
    ]
  }
}
