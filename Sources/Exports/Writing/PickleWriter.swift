/// Writes Python pickles from a closed set of opcodes.
///
/// Protocol 2 is what `torch.load` with `weights_only` expects, protocol 3 adds bytes; every Python 3
/// reads both. The opcodes are those of CPython's `Lib/pickletools.py`. What the writer's caller
/// pushes it must also consume: the machine is a stack.
struct PickleWriter {
  /// The opcodes in use; no other ever appears.
  enum Opcode: UInt8, CaseIterable {
    case mark = 0x28  // (
    case emptyTuple = 0x29  // )
    case stop = 0x2E  // .
    case pop = 0x30  // 0
    case binBytes = 0x42  // B
    case shortBinBytes = 0x43  // C
    case binFloat = 0x47  // G
    case binInt = 0x4A  // J
    case binInt1 = 0x4B  // K
    case binInt2 = 0x4D  // M
    case none = 0x4E  // N
    case binPersistentID = 0x51  // Q
    case reduce = 0x52  // R
    case binUnicode = 0x58  // X
    case emptyList = 0x5D  // ]
    case append = 0x61  // a
    case build = 0x62  // b
    case global = 0x63  // c
    case appends = 0x65  // e
    case binGet = 0x68  // h
    case longBinGet = 0x6A  // j
    case binPut = 0x71  // q
    case longBinPut = 0x72  // r
    case tuple = 0x74  // t
    case setItems = 0x75  // u
    case emptyDict = 0x7D  // }
    case proto = 0x80
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case newTrue = 0x88
    case newFalse = 0x89
    case long1 = 0x8A
  }

  /// A value that was put aside and can be pushed again.
  struct Slot {
    fileprivate let number: Int
  }

  /// Bytes since the last `take`.
  private(set) var bytes: [UInt8] = []
  private var slots = 0
  private var globals: [String: Slot] = [:]
  private var shared: [String: Slot] = [:]
  private let version: UInt8

  init(protocol version: UInt8) {
    precondition(version == 2 || version == 3)
    self.version = version
    op(.proto)
    bytes.append(version)
  }

  /// The bytes since the last call.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func op(_ opcode: Opcode) {
    bytes.append(opcode.rawValue)
  }

  mutating func int(_ value: Int) {
    switch value {
    case 0...0xFF:
      op(.binInt1)
      bytes.append(UInt8(value))
    case 0...0xFFFF:
      op(.binInt2)
      append(UInt64(value), count: 2)
    case Int(Int32.min)...Int(Int32.max):
      op(.binInt)
      append(UInt64(UInt32(bitPattern: Int32(value))), count: 4)
    default:
      op(.long1)
      bytes.append(8)
      append(UInt64(bitPattern: Int64(value)), count: 8)
    }
  }

  /// A number that may be above `Int.max`.
  mutating func unsigned(_ value: UInt64) {
    if let small = Int(exactly: value) { return int(small) }
    op(.long1)
    bytes.append(9)
    append(value, count: 8)
    bytes.append(0)
  }

  mutating func double(_ value: Double) {
    op(.binFloat)
    let bits = value.bitPattern
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
  }

  /// A text; what is no UTF-8 becomes lone surrogates, as Python's `surrogateescape` has it.
  mutating func text(_ value: String) {
    text(utf8: Array(value.utf8))
  }

  mutating func text(utf8: [UInt8]) {
    let encoded = SurrogateEscape.utf8(utf8)
    op(.binUnicode)
    append(UInt64(encoded.count), count: 4)
    bytes += encoded
  }

  mutating func data(_ value: [UInt8]) {
    precondition(version >= 3, "protocol 2 has no bytes")
    if value.count < 256 {
      op(.shortBinBytes)
      bytes.append(UInt8(value.count))
    } else {
      op(.binBytes)
      append(UInt64(value.count), count: 4)
    }
    bytes += value
  }

  mutating func bool(_ value: Bool) {
    op(value ? .newTrue : .newFalse)
  }

  /// Pushes a class or function of a module; named again, it is taken from the memo.
  mutating func global(_ module: String, _ name: String) {
    if let slot = globals["\(module) \(name)"] { return get(slot) }
    op(.global)
    bytes += Array("\(module)\n\(name)\n".utf8)
    globals["\(module) \(name)"] = put()
  }

  /// Pushes what `make` pushes, the second time from the memo.
  mutating func shared(_ name: String, _ make: (inout PickleWriter) -> Void) {
    if let slot = shared[name] { return get(slot) }
    make(&self)
    shared[name] = put()
  }

  /// Remembers the value on top of the stack.
  mutating func put() -> Slot {
    let slot = Slot(number: slots)
    slots += 1
    op(slot.number < 256 ? .binPut : .longBinPut)
    append(UInt64(slot.number), count: slot.number < 256 ? 1 : 4)
    return slot
  }

  /// Pushes a remembered value.
  mutating func get(_ slot: Slot) {
    op(slot.number < 256 ? .binGet : .longBinGet)
    append(UInt64(slot.number), count: slot.number < 256 ? 1 : 4)
  }

  /// A list of what `items` pushes.
  mutating func list(_ items: (inout PickleWriter) -> Void) {
    op(.emptyList)
    op(.mark)
    items(&self)
    op(.appends)
  }

  /// A dictionary of the keys and values that `items` pushes in turn.
  mutating func dictionary(_ items: (inout PickleWriter) -> Void) {
    op(.emptyDict)
    op(.mark)
    items(&self)
    op(.setItems)
  }

  /// A tuple of what `items` pushes.
  mutating func tuple(_ items: (inout PickleWriter) -> Void) {
    op(.mark)
    items(&self)
    op(.tuple)
  }

  private mutating func append(_ value: UInt64, count: Int) {
    for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
  }
}
