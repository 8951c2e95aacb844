import Records

extension PixelImage {
  /// The part of the image inside `box`, at least one pixel; edges are rounded outwards.
  func cropped(to box: Box) -> PixelImage {
    let x1 = min(max(Int(box.x1.rounded(.down)), 0), width - 1)
    let y1 = min(max(Int(box.y1.rounded(.down)), 0), height - 1)
    let x2 = min(max(Int(box.x2.rounded(.up)), x1 + 1), width)
    let y2 = min(max(Int(box.y2.rounded(.up)), y1 + 1), height)
    var rgb: [UInt8] = []
    rgb.reserveCapacity((x2 - x1) * (y2 - y1) * 3)
    for row in y1..<y2 {
      rgb += self.rgb[((row * width + x1) * 3)..<((row * width + x2) * 3)]
    }
    return PixelImage(width: x2 - x1, height: y2 - y1, rgb: rgb)
  }

  /// The image with no side longer than `side`, each pixel the mean of the pixels it stands for.
  ///
  /// Small images stay as they are: the browser enlarges them.
  func reduced(toSide side: Int) -> PixelImage {
    let longer = max(width, height)
    guard longer > side else { return self }
    let newWidth = max(1, (width * side + longer / 2) / longer)
    let newHeight = max(1, (height * side + longer / 2) / longer)
    var result: [UInt8] = []
    result.reserveCapacity(newWidth * newHeight * 3)
    // Neither side grows, so that no range below is empty.
    for row in 0..<newHeight {
      let rows = (row * height / newHeight)..<((row + 1) * height / newHeight)
      for column in 0..<newWidth {
        let columns = (column * width / newWidth)..<((column + 1) * width / newWidth)
        var sums = (0, 0, 0)
        for y in rows {
          for x in columns {
            let place = (y * width + x) * 3
            sums.0 += Int(rgb[place])
            sums.1 += Int(rgb[place + 1])
            sums.2 += Int(rgb[place + 2])
          }
        }
        let count = rows.count * columns.count
        result.append(UInt8((sums.0 + count / 2) / count))
        result.append(UInt8((sums.1 + count / 2) / count))
        result.append(UInt8((sums.2 + count / 2) / count))
      }
    }
    return PixelImage(width: newWidth, height: newHeight, rgb: result)
  }
}
