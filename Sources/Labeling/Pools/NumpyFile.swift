import Codecs
import Kernels

/// The bytes of a `.npy` file, format version 1.0: what `numpy.load` reads.
enum NumpyFile {
  /// A matrix as `<f4`, row by row.
  static func bytes(of matrix: Matrix) -> [UInt8] {
    NumpyHeader.bytes(type: "<f4", shape: [matrix.rows, matrix.columns])
      + LittleEndianColumn.bytes(of: Array(matrix.values))
  }
}
