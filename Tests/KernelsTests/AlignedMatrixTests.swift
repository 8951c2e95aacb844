import Kernels
import Testing

struct AlignedMatrixTests {
  @Test func `A copy keeps its values when the other one is written`() {
    let input = random(3, 16, seed: 1)
    var first = AlignedMatrix(input)
    let second = first
    let norm = LayerNorm(
      gain: Array(repeating: 1, count: 16), bias: Array(repeating: 0, count: 16), epsilon: 1e-5)
    norm(second, into: &first)
    #expect(first.matrix == norm(input))
    #expect(second.matrix == input)
  }

  @Test func `Rows are handed out as they lie, and in any order`() {
    let input = random(9, 5, seed: 2)
    let aligned = AlignedMatrix(input)
    #expect(aligned.rows == 9 && aligned.columns == 5)
    #expect(aligned.rows(2..<7) == input.rows(2..<7))
    #expect(aligned.rows([8, 0, 0, 4]) == input.rows([8, 0, 0, 4]))
    #expect(aligned.rows(3..<3) == Matrix(rows: 0, columns: 5))
    #expect(AlignedMatrix(Matrix(rows: 0, columns: 5)).matrix == Matrix(rows: 0, columns: 5))
  }

  @Test func `Another shape holds another product`() {
    let input = random(12, 20, seed: 3)
    var output = AlignedMatrix(rows: 2, columns: 3)
    for outputs in [40, 7, 33] {
      let weights = PackedWeights(random(outputs, 20, seed: UInt64(outputs)))
      output.reshape(rows: 12, columns: outputs)
      weights.product(input, into: &output)
      #expect(output.matrix == weights.product(input))
    }
  }

  @Test(arguments: [Precision.f32, .int8])
  func `A range of rows gives the rows of the whole product`(precision: Precision) {
    let input = random(40, 70, seed: 4)
    let weights = Linear(
      random(33, 70, seed: 5), bias: random(1, 33, seed: 6).values, precision: precision)
    let before = random(25, 33, seed: 7)
    var whole = Matrix(rows: 40, columns: 33)
    weights.product(input, into: &whole, activation: .quickGELU)
    for (rows, row) in [(0..<25, 0), (7..<20, 4), (39..<40, 24), (5..<5, 25)] {
      var found = AlignedMatrix(before)
      weights.product(
        AlignedMatrix(input), rows: rows, into: &found, at: row, activation: .quickGELU)
      var expected = before
      for (place, from) in rows.enumerated() { expected.setRow(row + place, to: whole.row(from)) }
      #expect(found.matrix == expected, "product of \(rows) at \(row)")

      found = AlignedMatrix(before)
      weights.add(AlignedMatrix(input), rows: rows, to: &found, at: row)
      var sum = before.rows(row..<row + rows.count)
      weights.add(input.rows(rows), to: &sum)
      expected = before
      for place in 0..<rows.count { expected.setRow(row + place, to: sum.row(place)) }
      #expect(found.matrix == expected, "sum of \(rows) at \(row)")
    }
  }

  @Test func `A range of rows is normalised as in the whole`() {
    let input = random(20, 24, seed: 8)
    let norm = LayerNorm(
      gain: random(1, 24, seed: 9).values, bias: random(1, 24, seed: 10).values, epsilon: 1e-5)
    var found = AlignedMatrix(rows: 6, columns: 24)
    norm(AlignedMatrix(input), rows: 11..<15, into: &found, at: 2)
    #expect(found.rows(2..<6) == norm(input).rows(11..<15))
    #expect(found.rows(0..<2) == Matrix(rows: 2, columns: 24))
  }

  @Test func `Attention reads it as any matrix`() {
    let fused = random(23, 48, seed: 11)
    let attention = Attention(heads: 2, headSize: 8, isCausal: true)
    var found = AlignedMatrix(rows: 23, columns: 16)
    attention(queriesKeysValues: AlignedMatrix(fused), ends: [10, 23], into: &found)
    #expect(found.matrix == attention(queriesKeysValues: fused, ends: [10, 23]))

    let prefix = random(4, 32, seed: 12)
    attention(
      queriesKeysValues: AlignedMatrix(fused), ends: [10, 23], after: prefix, into: &found)
    var expected = Matrix(rows: 23, columns: 16)
    attention(queriesKeysValues: fused, ends: [10, 23], after: prefix, into: &expected)
    #expect(found.matrix == expected)
  }
}
