internal import COpenBLAS

/// OpenBLAS, held to one thread: parallelism belongs to the runner, whose workers each call in.
enum BLAS {
  private static let isSingleThreaded: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// Which of its CPU kernels the library chose.
  static var coreName: String {
    guard let name = unsafe openblas_get_corename() else { return "unknown" }
    return unsafe String(cString: name)
  }

  /// `c = a * transpose(b)`, plus `c` itself with `accumulate`; all row-major and dense.
  ///
  /// `a` is `[rows, depth]`, `b` is `[columns, depth]`, `c` is `[rows, columns]`.
  @unsafe static func product(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int, depth: Int, accumulate: Bool
  ) {
    precondition(isSingleThreaded)
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(depth), 1, a,
      Int32(depth), b, Int32(depth), accumulate ? 1 : 0, c, Int32(columns))
  }
}
