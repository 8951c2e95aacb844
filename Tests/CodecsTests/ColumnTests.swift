import Codecs
import Testing

struct ColumnTests {
  @Test func `every half-precision pattern survives byte planes`() {
    let values = (0...UInt16.max).map { Float16(bitPattern: $0) }
    let planes = LittleEndianColumn.planes(of: values)
    #expect(planes.prefix(3) == [0, 0, 0] && planes[65_536 + 258] == 2)
    let back = LittleEndianColumn.values(ofPlanes: planes[...])
    #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `columns are little-endian at any offset of a slice`() {
    #expect(LittleEndianColumn.bytes(of: [0x0102_0304 as UInt32, 5]) == [4, 3, 2, 1, 5, 0, 0, 0])
    #expect(LittleEndianColumn.bytes(of: [1 as Float]) == [0, 0, 0x80, 0x3F])
    let bytes: [UInt8] = [9, 9, 9, 4, 3, 2, 1, 9]
    #expect(LittleEndianColumn.values(of: bytes[3..<7], as: UInt32.self) == [0x0102_0304])
  }
}
