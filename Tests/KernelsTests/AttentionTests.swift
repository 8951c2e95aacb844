import Foundation
import Kernels
import Testing

struct AttentionTests {
  /// One sequence in double precision; `fused` is `[tokens, 3 * width]`.
  private func reference(
    _ fused: Matrix, heads: Int, headSize: Int, isCausal: Bool, queries: [Int]? = nil
  ) -> [Float] {
    let width = heads * headSize
    var output = [Float](repeating: 0, count: fused.rows * width)
    for head in 0..<heads {
      for query in queries ?? Array(0..<fused.rows) {
        let seen = isCausal ? query + 1 : fused.rows
        let scores = (0..<seen).map { key in
          (0..<headSize).reduce(0.0) { sum, i in
            let column = head * headSize + i
            return sum + Double(fused[query, column]) * Double(fused[key, width + column])
          } / Double(headSize).squareRoot()
        }
        let largest = scores.max() ?? 0
        let terms = scores.map { exp($0 - largest) }
        let total = terms.reduce(0, +)
        for i in 0..<headSize {
          let column = head * headSize + i
          let sum = (0..<seen).reduce(0.0) {
            $0 + terms[$1] * Double(fused[$1, 2 * width + column])
          }
          output[query * width + column] = Float(sum / total)
        }
      }
    }
    return output
  }

  @Test(arguments: levels, [false, true])
  func `Packed sequences agree with double precision`(level: KernelLevel, isCausal: Bool) {
    for headSize in [1, 3, 8, 16, 24, 64, 80] {
      let heads = 2
      let attention = Attention(
        heads: heads, headSize: headSize, isCausal: isCausal, level: level)
      let lengths = [1, 2, 5, 12, 13, 17, 33, 50]
      let total = lengths.reduce(0, +)
      var fused = random(total, 3 * heads * headSize, seed: UInt64(headSize))
      fused.values = fused.values.map { $0 * 3 }
      var ends: [Int] = []
      var expected: [Float] = []
      for length in lengths {
        let start = ends.last ?? 0
        ends.append(start + length)
        expected += reference(
          fused.rows(start..<start + length), heads: heads, headSize: headSize, isCausal: isCausal)
      }
      let output = attention(queriesKeysValues: fused, ends: ends)
      #expect(largestDifference(output.values, expected) < 1e-5, "head size \(headSize)")
    }
  }

  @Test(arguments: levels, [false, true])
  func `The last query alone has the bytes that it has among all`(
    level: KernelLevel, isCausal: Bool
  ) {
    let width = 48
    let attention = Attention(heads: 2, headSize: 24, isCausal: isCausal, level: level)
    let fused = random(40, 3 * width, seed: 77)
    let ends = [9, 10, 40]
    let all = attention(queriesKeysValues: fused, ends: ends)
    let queries = Matrix(
      columns: width, rows: ends.map { Array(fused.row($0 - 1).prefix(width)) })
    let keysValues = Matrix(
      columns: 2 * width, rows: (0..<40).map { Array(fused.row($0).suffix(2 * width)) })
    let last = attention(
      queries: queries, queryEnds: [1, 2, 3], keysValues: keysValues, keyEnds: ends)
    #expect(last == all.rows(ends.map { $0 - 1 }))
  }

  @Test(arguments: levels)
  func `Long sequences agree with double precision, and each query with itself alone`(
    level: KernelLevel
  ) {
    let tokens = 1_051
    let attention = Attention(heads: 1, headSize: 20, isCausal: false, level: level)
    var fused = random(tokens + 3, 60, seed: 9)
    fused.values = fused.values.map { $0 * 3 }
    let ends = [3, tokens + 3]
    let output = attention(queriesKeysValues: fused, ends: ends)
    let some = [0, 1, 17, 56, 497, tokens - 1]
    let expected = Matrix(
      rows: tokens, columns: 20,
      values: reference(
        fused.rows(3..<tokens + 3), heads: 1, headSize: 20, isCausal: false, queries: some))
    let keysValues = Matrix(
      columns: 40, rows: (3..<tokens + 3).map { Array(fused.row($0).suffix(40)) })
    for query in some {
      let row = query + 3
      let alone = attention(
        queries: Matrix(columns: 20, rows: [Array(fused.row(row).prefix(20))]), queryEnds: [1],
        keysValues: keysValues, keyEnds: [tokens])
      #expect(alone == output.rows([row]), "\(query)")
      #expect(largestDifference(alone.values, Array(expected.row(query))) < 1e-5)
    }
  }

  @Test(arguments: levels)
  func `Scores far apart do not overflow`(level: KernelLevel) {
    let attention = Attention(heads: 1, headSize: 4, isCausal: false, level: level)
    var fused = random(20, 12, seed: 5)
    fused.values = fused.values.map { $0 * 1e4 }
    let output = attention(queriesKeysValues: fused, ends: [20])
    #expect(output.values.allSatisfy { $0.isFinite })
    let expected = reference(fused, heads: 1, headSize: 4, isCausal: false)
    #expect(largestDifference(output.values, expected) < 1)
  }

  /// Heads wider than a block of depth, a scale of their own, tokens that are keys and values.
  @Test(arguments: levels)
  func `Queries over tokens agree with double precision`(level: KernelLevel) {
    for (width, queries) in [(8, 1), (520, 13), (2048, 2)] {
      let scale: Float = 0.05
      let attention = Attention(
        heads: 1, headSize: width, isCausal: false, scale: scale, level: level)
      let tokens = random(60, width, seed: 3)
      let asked = random(2 * queries, width, seed: 4)
      let found = attention(
        queries: asked, queryEnds: [queries, 2 * queries], over: tokens, ends: [50, 60])
      var expected: [Float] = []
      for query in 0..<2 * queries {
        let keys = query < queries ? 0..<50 : 50..<60
        let scores = keys.map { key in
          Double(scale)
            * zip(asked.row(query), tokens.row(key)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let largest = scores.max() ?? 0
        let terms = scores.map { exp($0 - largest) }
        let total = terms.reduce(0, +)
        for column in 0..<width {
          let sum = zip(keys, terms).reduce(0) { $0 + $1.1 * Double(tokens[$1.0, column]) }
          expected.append(Float(sum / total))
        }
      }
      #expect(largestDifference(found.values, expected) < 1e-5, "width \(width)")
    }
  }
}
