internal import Kernels
internal import Records

/// Cuts regions out of an image as the squares that the image tower takes.
struct CropEncoder: Sendable {
  let settings: CropSettings
  let resampler: Resampler

  init(_ model: CLIPModel, settings: CropSettings) {
    self.settings = settings
    resampler = Resampler(
      size: model.imageSize, mode: settings.shape, filter: model.pixelFilter,
      mean: model.pixelMean, deviation: model.pixelDeviation)
  }

  /// Why a box cannot be cut out; `nil` where it can in all sizes.
  func rejection(of box: Box, in image: PixelImage) -> Rejection? {
    for crop in crops(of: box, in: image) {
      if case .failure(let rejection) = crop { return rejection }
    }
    return nil
  }

  /// The crops of an image: for each box one of each scale, then the whole image.
  ///
  /// No box may have a rejection.
  func crops(_ image: PixelImage, _ boxes: [Box]) -> [PixelBox] {
    var crops: [PixelBox] = []
    crops.reserveCapacity(boxes.count * settings.scales.count + 1)
    for box in boxes {
      for crop in self.crops(of: box, in: image) {
        switch crop {
        case .success(let pixels): crops.append(pixels)
        case .failure(let rejection): preconditionFailure("a rejected box: \(rejection.detail)")
        }
      }
    }
    crops.append(PixelBox(image))
    return crops
  }

  /// `[boxes + 1, embeddingSize]` of the embeddings of the crops in the order of `crops`.
  func averaged(_ crops: Matrix, boxes: Int) -> Matrix {
    let scales = settings.scales.count
    guard scales > 1 else { return crops }
    let rows = settings.averaging == .rawMean ? crops : crops.normalizedRows()
    var means = Matrix(rows: boxes + 1, columns: crops.columns)
    for box in 0..<boxes {
      means.setRow(box, to: rows.rows(box * scales..<(box + 1) * scales).meanRow()[...])
    }
    means.setRow(boxes, to: rows.row(boxes * scales))
    return means
  }

  private func crops(of box: Box, in image: PixelImage) -> [Result<PixelBox, Rejection>] {
    // What is cut at the border is cut before it is scaled, and its centre is the visible part's.
    let box =
      settings.edges.overhang == .clip && box.isFinite && box.width >= 0 && box.height >= 0
      ? box.clipped(width: image.width, height: image.height) : box
    return settings.scales.map { scale in
      settings.edges.pixels(of: box.scaled(by: scale), width: image.width, height: image.height)
    }
  }
}

extension Box {
  /// The box grown or shrunk about its centre.
  fileprivate func scaled(by scale: Float) -> Box {
    guard scale != 1 else { return self }
    let dx = width * (scale - 1) / 2
    let dy = height * (scale - 1) / 2
    return Box(x1: x1 - dx, y1: y1 - dy, x2: x2 + dx, y2: y2 + dy)
  }
}
