/// Numbers as text, as programs write them: also `nan` and `inf`.
enum DecimalText {
  /// The number that the bytes are; `nil` if they are none.
  ///
  /// Plain digits with at most one point and 15 digits in all take a short way: digits and power of
  /// ten are then exact, and one division rounds correctly.
  static func value(_ bytes: ArraySlice<UInt8>) -> Double? {
    if let value = short(bytes) { return value }
    guard !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "x") || $0 == UInt8(ascii: "_") })
    else { return nil }
    return Double(String(decoding: bytes, as: UTF8.self))
  }

  private static func short(_ bytes: ArraySlice<UInt8>) -> Double? {
    guard (1...17).contains(bytes.count) else { return nil }
    var mantissa: Int64 = 0
    var digits = 0
    var decimals = -1
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x30...0x39:
        mantissa = mantissa * 10 + Int64(byte - 0x30)
        digits += 1
        if decimals >= 0 { decimals += 1 }
      case 0x2e where decimals < 0: decimals = 0
      case 0x2d where index == 0: continue
      default: return nil
      }
    }
    guard (1...15).contains(digits) else { return nil }
    let value = Double(mantissa) / powersOfTen[max(0, decimals)]
    return bytes.first == 0x2d ? -value : value
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
