internal import CKernels

/// The C functions for 8-bit products of one instruction set.
@safe struct Int8Table: @unchecked Sendable {
  /// Every instruction set for which the functions are compiled, the ones of this machine or not.
  static let names = ["baseline", "avx2", "avx512", "vnni256", "vnni512"]

  private let table: UnsafePointer<ck_int8_table>

  /// The best that a level allows.
  init(_ level: KernelLevel) {
    guard let table = unsafe ck_int8_table_for(ck_level(UInt32(level.rawValue))) else {
      preconditionFailure("this machine has no \(level) kernels")
    }
    unsafe self.table = table
  }

  /// One by its name; `nil` where this machine lacks it.
  init?(named name: String) {
    guard let table = unsafe ck_int8_table_named(name) else { return nil }
    unsafe self.table = table
  }

  var entry: ck_int8_table { unsafe table.pointee }
  var name: String { unsafe String(cString: table.pointee.name) }
}
