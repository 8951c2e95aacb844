import Codecs
import Kernels

/// The bytes of a `.npy` file, format version 1.0: what `numpy.load` reads.
enum NumpyFile {
  /// A matrix as `<f4`, row by row.
  static func bytes(of matrix: Matrix) -> [UInt8] {
    var header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(matrix.rows), \(matrix.columns)), }"
    // The data begins at a multiple of 64, after a newline.
    let unpadded = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(header.utf8) + LittleEndianColumn.bytes(of: Array(matrix.values))
  }
}
