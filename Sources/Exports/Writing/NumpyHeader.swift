/// The header of a `.npy` file, format version 1.0.
enum NumpyHeader {
  /// The bytes before the data of a C-ordered array.
  ///
  /// - Parameters:
  ///   - type: numpy's name of the element type, for example `<f2`.
  ///   - shape: The array's dimensions.
  static func bytes(type: String, shape: [Int]) -> [UInt8] {
    let dimensions = shape.map { "\($0), " }.joined()
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    // The data begins at a multiple of 64, after a newline.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + fields([(header.utf8.count, 2)])
      + Array(header.utf8)
  }
}
