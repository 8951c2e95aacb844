internal import CKernels
internal import COpenBLAS

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// An instruction set for which the hot loops are compiled.
///
/// Floating-point results may differ in the last bits between levels, and are equal bytes on one.
/// Resampling of pixels is exact on all of them.
public enum KernelLevel: Int, CaseIterable, Comparable, Sendable {
  /// Every CPU of the architecture; products go to OpenBLAS.
  case baseline = 0
  /// x86-64 with AVX2 and FMA.
  case avx2 = 1
  /// x86-64 with AVX-512 F, BW, DQ and VL.
  case avx512 = 2

  /// The level that this process uses: the best that the machine has.
  ///
  /// The environment variable `PSEUDOBOX_KERNELS` (`baseline`, `avx2`, `avx512`) lowers it, so that
  /// a machine of a mixed cluster can repeat the bytes of a lesser one. A level that the machine
  /// lacks is not taken.
  public static let current: KernelLevel = {
    let asked = unsafe getenv("PSEUDOBOX_KERNELS").map { unsafe String(cString: $0) }
    let limit = allCases.first { "\($0)" == asked } ?? .avx512
    return allCases.last { $0 <= limit && $0.isAvailable } ?? .baseline
  }()

  /// Whether this machine can run the level.
  public var isAvailable: Bool {
    unsafe ck_table_for(ck_level(UInt32(rawValue))) != nil
  }

  /// Whether products use our own packed kernels here; where not they go to OpenBLAS.
  ///
  /// Debian 12's OpenBLAS 0.3.21 does not know newer AMD cores and takes AVX2 kernels on them: on a
  /// Zen 5 core 100 GFLOP/s against 180 of ours, and the same as ours on AVX2. Ours also give each
  /// row the same bytes whatever the batch, which OpenBLAS does not.
  public var hasOwnProduct: Bool { unsafe KernelTable(self).entry.has_fast_gemm }

  /// Whether 8-bit products are faster than those of floats here; in plain C they are not.
  public var hasFastInt8: Bool { Int8Table(self).name != "baseline" }

  /// What a data set records as the origin of its last bits, for example `avx512` or
  /// `baseline+openblas-NEOVERSEN1`.
  public var family: String {
    hasOwnProduct ? "\(self)" : "\(self)+openblas-\(BLAS.coreName)"
  }

  /// Orders levels by what they demand.
  public static func < (left: KernelLevel, right: KernelLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The C functions of one level.
@safe struct KernelTable: @unchecked Sendable {
  static let current = KernelTable(.current)

  private let table: UnsafePointer<ck_table>

  init(_ level: KernelLevel) {
    guard let table = unsafe ck_table_for(ck_level(UInt32(level.rawValue))) else {
      preconditionFailure("this machine has no \(level) kernels")
    }
    unsafe self.table = table
  }

  var entry: ck_table { unsafe table.pointee }
}
