/// The header of a `.npy` file, format version 1.0: what `numpy.load` reads first.
public enum NumpyHeader {
  /// The bytes before the data of a C-ordered array of `type`, numpy's name such as `<f2`.
  public static func bytes(type: String, shape: [Int]) -> [UInt8] {
    let dimensions =
      shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    // The data begins at a multiple of 64, after a newline.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let length = [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + Array(header.utf8)
  }
}
