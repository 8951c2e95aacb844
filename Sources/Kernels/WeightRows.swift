internal import CKernels

/// Reads some rows of a layer's weights `[outputs, inputs]`, row by row.
public typealias WeightRows = (_ rows: Range<Int>) -> [Float]

/// Hands the rows of weights `[outputs, inputs]` to `body`, as many at a time as can be packed apart
/// from the others; nothing where there are no rows to read.
@unsafe func eachBand(
  of outputs: Int, _ inputs: Int, _ rows: WeightRows?,
  _ body: (Range<Int>, UnsafePointer<Float>) -> Void
) {
  guard let rows, inputs > 0 else { return }
  let step = Int(CK_PACKED_TOGETHER)
  for first in stride(from: 0, to: outputs, by: step) {
    let band = first..<min(first + step, outputs)
    let values = rows(band)
    precondition(values.count == band.count * inputs, "\(values.count) weights of \(band)")
    unsafe values.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { unsafe body(band, start) }
    }
  }
}
