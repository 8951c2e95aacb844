import Codecs

/// Writes the zip files that `torch.save` writes and `torch.load(weights_only=True)` reads.
///
///     archive/data.pkl      the object; tensors name their storages by persistent ids
///     archive/byteorder     little
///     archive/data/<n>      one storage each, at a multiple of 64 bytes
///     archive/version       3
///
/// Entries are stored, not compressed, with fixed times: equal tensors give equal bytes.
enum TorchArchive {
  /// A tensor whose storage is written in pieces.
  struct Tensor {
    /// Element types by their storage's name in torch.
    enum Element: String {
      case float32 = "FloatStorage"
      case int64 = "LongStorage"
    }

    let element: Element
    let shape: [Int]
    /// Hands all bytes, little-endian, row by row, to `body`; called twice.
    let pieces: (_ body: ([UInt8]) throws -> Void) throws -> Void

    /// A tensor of 32-bit floats.
    init(_ values: [Float], shape: [Int]) {
      precondition(values.count == shape.reduce(1, *))
      element = .float32
      self.shape = shape
      pieces = { body in
        for start in stride(from: 0, to: values.count, by: 1 << 18) {
          let end = min(start + 1 << 18, values.count)
          try body(LittleEndianColumn.bytes(of: Array(values[start..<end])))
        }
      }
    }

    /// A vector of 64-bit integers.
    init(_ values: [Int]) {
      element = .int64
      shape = [values.count]
      pieces = { body in
        try body(LittleEndianColumn.bytes(of: values.map { UInt64(bitPattern: Int64($0)) }))
      }
    }

    var count: Int { shape.reduce(1, *) }
    var bytes: Int { count * (element == .float32 ? 4 : 8) }
  }

  /// Writes one bare tensor.
  static func write(_ tensor: Tensor, to file: ExportFile) throws {
    var pickle = PickleWriter(protocol: 2)
    push(tensor, storage: 0, to: &pickle)
    try write(&pickle, [tensor], to: file)
  }

  /// Writes a dictionary of tensors, keys in the order given.
  static func write(_ tensors: [(name: String, tensor: Tensor)], to file: ExportFile) throws {
    var pickle = PickleWriter(protocol: 2)
    pickle.dictionary { pickle in
      for (storage, entry) in tensors.enumerated() {
        pickle.text(entry.name)
        push(entry.tensor, storage: storage, to: &pickle)
      }
    }
    try write(&pickle, tensors.map(\.tensor), to: file)
  }

  private static func write(
    _ pickle: inout PickleWriter, _ tensors: [Tensor], to file: ExportFile
  ) throws {
    pickle.op(.stop)
    var zip = ZipWriter(file: file)
    try zip.add("archive/data.pkl", pickle.take())
    try zip.add("archive/byteorder", Array("little".utf8))
    for (number, tensor) in tensors.enumerated() {
      try zip.add("archive/data/\(number)", bytes: tensor.bytes, pieces: tensor.pieces)
    }
    try zip.add("archive/version", Array("3\n".utf8))
    try zip.finish()
  }

  /// `torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`.
  private static func push(_ tensor: Tensor, storage: Int, to pickle: inout PickleWriter) {
    pickle.global("torch._utils", "_rebuild_tensor_v2")
    pickle.tuple { pickle in
      pickle.tuple { pickle in
        pickle.text("storage")
        pickle.global("torch", tensor.element.rawValue)
        pickle.text("\(storage)")
        pickle.text("cpu")
        pickle.int(tensor.count)
      }
      pickle.op(.binPersistentID)
      pickle.int(0)
      pickle.tuple { pickle in tensor.shape.forEach { pickle.int($0) } }
      pickle.tuple { pickle in
        for axis in tensor.shape.indices {
          pickle.int(tensor.shape[(axis + 1)...].reduce(1) { $0 * max(1, $1) })
        }
      }
      pickle.bool(false)
      pickle.global("collections", "OrderedDict")
      pickle.op(.emptyTuple)
      pickle.op(.reduce)
    }
    pickle.op(.reduce)
  }
}
