import Testing

@testable import Exports

struct PickleWriterTests {
  @Test func `numbers take the shortest of their opcodes`() {
    for (value, expected) in [
      (0, [0x4B, 0]), (255, [0x4B, 255]), (256, [0x4D, 0, 1]), (65535, [0x4D, 255, 255]),
      (65536, [0x4A, 0, 0, 1, 0]), (-1, [0x4A, 255, 255, 255, 255]),
      (1 << 31, [0x8A, 8, 0, 0, 0, 128, 0, 0, 0, 0]),
    ] as [(Int, [UInt8])] {
      var pickle = PickleWriter(protocol: 2)
      _ = pickle.take()
      pickle.int(value)
      #expect(pickle.take() == expected, "\(value)")
    }
  }
}
