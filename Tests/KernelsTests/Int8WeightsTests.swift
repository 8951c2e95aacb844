import Testing

@testable import Kernels

struct Int8WeightsTests {
  /// The instruction sets that this machine has; on other machines the tests cover others.
  static let tables = Int8Table.names.filter { Int8Table(named: $0) != nil }

  private func weights(
    _ values: Matrix, _ bias: [Float]? = nil, _ table: String
  ) throws -> Int8Weights {
    Int8Weights(
      outputs: values.rows, inputs: values.columns, bias: bias,
      table: try #require(Int8Table(named: table)), rows: { values.rows($0).values })
  }

  /// The arithmetic as its description says it, number by number.
  private func reference(_ input: Matrix, _ weights: Matrix, _ bias: [Float]) -> [Float] {
    let rounded: [(whole: [Int], scale: Float)] = (0..<weights.rows).map { row in
      let most = weights.row(row).map(abs).max() ?? 0
      let inverse = most > 1e-30 ? 127 / most : 0
      return (
        weights.row(row).map { Int(($0 * inverse).rounded(.toNearestOrEven)) },
        most > 1e-30 ? most / 127 : 0
      )
    }
    return (0..<input.rows).flatMap { row in
      let low = min(0, input.row(row).min() ?? 0)
      let high = max(0, input.row(row).max() ?? 0)
      let range = high - low
      let inverse = range > 1e-30 ? 255 / range : 0
      let scale = range > 1e-30 ? range / 255 : 0
      let zero = Int((-low * inverse).rounded(.toNearestOrEven))
      let whole = input.row(row).map {
        min(255, max(0, Int(($0 * inverse).rounded(.toNearestOrEven)) + zero))
      }
      return rounded.enumerated().map { column, weights in
        var sum = 0
        for (q, w) in zip(whole, weights.whole) { sum += (q - zero) * w }
        return Float(sum) * scale * weights.scale + bias[column]
      }
    }
  }

  @Test func `Products of every small shape are those of the description, bit by bit`() throws {
    for rows in [1, 2, 7, 13] {
      for outputs in [1, 4, 15, 17, 33] {
        for inputs in [1, 2, 3, 4, 5, 17, 66] { try compare(rows, outputs, inputs) }
      }
    }
    try compare(97, 32, 16)
    try compare(3, 70, 300)
  }

  private func compare(_ rows: Int, _ outputs: Int, _ inputs: Int) throws {
    let input = random(rows, inputs, seed: 1)
    let values = random(outputs, inputs, seed: 2)
    let bias = random(1, outputs, seed: 3).values
    let expected = reference(input, values, bias)
    for table in Int8WeightsTests.tables {
      let found = try weights(values, bias, table).product(input)
      #expect(found.values == expected, "\(table): \(rows) x \(outputs) x \(inputs)")
    }
  }

  @Test(arguments: tables)
  func `The largest sums do not saturate`(table: String) throws {
    // All products are 255 * 127 or 255 * -127 in the second half of the rows.
    let inputs = 2049
    let values = Matrix(
      rows: 3, columns: inputs,
      values: (0..<3 * inputs).map { $0 < 2 * inputs ? ($0 < inputs ? 1 : -1) : [1, -1][$0 % 2] })
    let input = Matrix(
      rows: 4, columns: inputs,
      values: (0..<4 * inputs).map { [1, -1, [0, 1][$0 % 2], [-3, 1][$0 % 2]][$0 / inputs] })
    let found = try weights(values, nil, table).product(input)
    #expect(found.values == reference(input, values, [0, 0, 0]))
    #expect(abs(found[0, 0] - Float(inputs)) < 1)
  }

  @Test(arguments: tables)
  func `Odd rows are as exact as others`(table: String) throws {
    let inputs = 37
    var rows: [[Float]] = [
      Array(repeating: 0, count: inputs),
      Array(repeating: -0.25, count: inputs),
      Array(repeating: 1e-38, count: inputs),
      Array(repeating: 3e30, count: inputs),
    ]
    // One channel that dwarfs the rest, positive and negative.
    for outlier in [1e4, -1e4] as [Float] {
      var row = random(1, inputs, seed: 4).values
      row[11] = outlier
      rows.append(row)
    }
    let input = Matrix(columns: inputs, rows: rows)
    var values = random(20, inputs, seed: 5)
    values.setRow(3, to: Array(repeating: 0, count: inputs)[...])
    let bias = random(1, 20, seed: 6).values
    let found = try weights(values, bias, table).product(input)
    #expect(found.values == reference(input, values, bias))
    #expect(Array(found.row(0)) == bias)
    #expect(!found.values.contains { !$0.isFinite })
  }

  @Test(arguments: tables)
  func `Rows that are not finite end, whatever they give`(table: String) throws {
    let packed = try weights(random(5, 8, seed: 7), nil, table)
    for value in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
      var input = random(2, 8, seed: 8)
      input[0, 3] = value
      let alone = packed.product(input.rows(1..<2))
      #expect(packed.product(input).rows(1..<2) == alone)
    }
  }

  @Test(arguments: tables)
  func `A row has the same bytes alone and in any batch`(table: String) throws {
    let packed = try weights(random(45, 300, seed: 9), nil, table)
    let input = random(150, 300, seed: 10)
    let whole = packed.product(input, activation: .quickGELU)
    for count in [1, 5, 12, 13, 96, 97] {
      for start in [0, 150 - count] {
        let part = packed.product(input.rows(start..<start + count), activation: .quickGELU)
        #expect(part == whole.rows(start..<start + count), "\(count) rows from \(start)")
      }
    }
  }

  @Test(arguments: tables)
  func `Adding keeps what was there, and comes before the activation`(table: String) throws {
    let input = random(14, 270, seed: 11)
    let values = random(35, 270, seed: 12)
    let bias = random(1, 35, seed: 13).values
    let packed = try weights(values, bias, table)
    let before = random(14, 35, seed: 14)
    let expected = zip(before.values, reference(input, values, bias)).map { $1 + $0 }
    var sum = before
    packed.add(input, to: &sum)
    #expect(sum.values == expected)
    sum = before
    packed.add(input, to: &sum, activation: .relu)
    #expect(sum.values == expected.map { max($0, 0) })
  }

  @Test func `The error is that of rounding to 8 bits`() {
    let input = random(40, 768, seed: 15)
    let values = random(50, 768, seed: 16)
    let exact = PackedWeights(values).product(input)
    let found = Int8Weights(values).product(input)
    // Each factor is off by at most half a step: 2 / 255 of inputs and 1 / 127 of weights, which are
    // in -1...1; steps are independent of each other, so that errors add up like their squares.
    let deviation = (768.0 / 3 * (1 / 255.0 / 255 / 3 + 1 / 254.0 / 254 / 3)).squareRoot()
    #expect(largestDifference(found.values, exact.values) < Float(5 * deviation))
    #expect(largestDifference(found.values, exact.values) > Float(deviation))
  }

  @Test func `Nothing in, nothing out`() {
    let packed = Linear(random(5, 8, seed: 17), precision: .int8)
    #expect(packed.product(Matrix(rows: 0, columns: 8)) == Matrix(rows: 0, columns: 5))
    #expect(packed.outputs == 5 && packed.inputs == 8)
  }
}
