import Codecs

extension PickleWriter {
  /// A `numpy.ndarray` of 32-bit floats in C order.
  ///
  /// In numpy's own form. `numpy.core.multiarray` is the name that numpy 1 writes and numpy 2 still
  /// reads; numpy 2's own name, `numpy._core`, is unknown to numpy 1.
  mutating func array(_ values: [Float], shape: [Int]) {
    precondition(values.count == shape.reduce(1, *))
    global("numpy.core.multiarray", "_reconstruct")
    global("numpy", "ndarray")
    int(0)
    op(.tuple1)
    data([UInt8(ascii: "b")])
    op(.tuple3)
    op(.reduce)
    tuple { pickle in
      pickle.int(1)
      pickle.tuple { pickle in shape.forEach { pickle.int($0) } }
      pickle.shared("float32") { $0.floatType() }
      pickle.bool(false)
      pickle.data(LittleEndianColumn.bytes(of: values))
    }
    op(.build)
  }

  /// `numpy.dtype("<f4")`.
  private mutating func floatType() {
    global("numpy", "dtype")
    text("f4")
    bool(false)
    bool(true)
    op(.tuple3)
    op(.reduce)
    tuple { pickle in
      pickle.int(3)
      pickle.text("<")
      for _ in 0..<3 { pickle.op(.none) }
      pickle.int(-1)
      pickle.int(-1)
      pickle.int(0)
    }
    op(.build)
  }

  /// A `torch.FloatTensor` for files that are read with `pickle.load`.
  ///
  /// `torch.from_numpy` of an array: a plain pickle of a tensor would nest a whole archive.
  mutating func floatTensor(_ values: [Float], shape: [Int]) {
    global("torch", "from_numpy")
    array(values, shape: shape)
    op(.tuple1)
    op(.reduce)
  }
}
