#if !_endian(little)
  #error("Columns are copied as memory holds them; a big-endian machine needs byte swaps.")
#endif

/// A number whose memory on a little-endian machine is its form in a file.
public protocol ColumnElement: BitwiseCopyable, Sendable {}

extension UInt8: ColumnElement {}
extension UInt16: ColumnElement {}
extension Int16: ColumnElement {}
extension UInt32: ColumnElement {}
extension UInt64: ColumnElement {}
extension Float16: ColumnElement {}
extension Float: ColumnElement {}

/// Conversion between arrays of numbers and the little-endian bytes of a column.
public enum LittleEndianColumn {
  /// The bytes of `values`, least significant byte of each value first.
  @inlinable public static func bytes<Element: ColumnElement>(of values: [Element]) -> [UInt8] {
    unsafe values.withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// The values that `bytes` hold; the count must be a multiple of the element's size.
  @inlinable public static func values<Element: ColumnElement>(
    of bytes: ArraySlice<UInt8>, as type: Element.Type = Element.self
  ) -> [Element] {
    let size = MemoryLayout<Element>.size
    precondition(bytes.count.isMultiple(of: size))
    return unsafe [Element](unsafeUninitializedCapacity: bytes.count / size) { target, used in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
      }
      used = bytes.count / size
    }
  }

  /// Two byte planes of `values`: all high bytes, then all low bytes, `[2, values]`.
  ///
  /// The high bytes (sign, exponent, two bits of the fraction) compress, the low bytes do not; kept
  /// apart, each gets an entropy table that fits it.
  public static func planes(of values: [Float16]) -> [UInt8] {
    let count = values.count
    return unsafe [UInt8](unsafeUninitializedCapacity: count * 2) { target, used in
      unsafe values.withUnsafeBytes { source in
        for index in 0..<count {
          unsafe target[index] = source[2 * index + 1]
          unsafe target[count + index] = source[2 * index]
        }
      }
      used = count * 2
    }
  }

  /// The values whose two byte planes are `bytes`; the count must be even.
  public static func values(ofPlanes bytes: ArraySlice<UInt8>) -> [Float16] {
    precondition(bytes.count.isMultiple(of: 2))
    let count = bytes.count / 2
    return unsafe [Float16](unsafeUninitializedCapacity: count) { target, used in
      unsafe bytes.withUnsafeBytes { source in
        let pairs = UnsafeMutableRawBufferPointer(target)
        for index in 0..<count {
          unsafe pairs[2 * index + 1] = source[index]
          unsafe pairs[2 * index] = source[count + index]
        }
      }
      used = count
    }
  }
}
