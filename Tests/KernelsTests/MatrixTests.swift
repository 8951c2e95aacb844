import Kernels
import Testing

struct MatrixTests {
  @Test func `Rows can be read, gathered and replaced`() {
    var matrix = Matrix(columns: 2, rows: [[1, 2], [3, 4], [5, 6]])
    #expect(matrix.row(1) == [3, 4])
    #expect(matrix.rows([2, 0, 2]).values == [5, 6, 1, 2, 5, 6])
    #expect(matrix.rows(1..<3).values == [3, 4, 5, 6])
    matrix.setRow(0, to: [7, 8])
    matrix.addToRow(2, [1, 1])
    #expect(matrix.values == [7, 8, 3, 4, 6, 7])
    #expect(matrix.meanRow() == [16.0 / 3, 19.0 / 3])
  }

  @Test func `Normalised rows have length 1, and hopeless ones are zero`() {
    let matrix = Matrix(columns: 2, rows: [[3, 4], [0, 0], [.infinity, 1], [1e30, 1e30]])
    let unit = matrix.normalizedRows()
    #expect(unit.row(0) == [0.6, 0.8])
    #expect(unit.row(1) == [0, 0])
    #expect(unit.row(2) == [0, 0])
    #expect(abs(unit[3, 0] - 0.70710678) < 1e-6)
  }

  @Test func `Patches follow the order of a convolution's weights`() {
    let matrix = Matrix(rows: 1, columns: 32, values: (0..<32).map(Float.init))
    let patches = matrix.patches(planes: 2, side: 4, patchSide: 2)
    #expect(patches.rows == 4)
    #expect(patches.row(0) == [0, 1, 4, 5, 16, 17, 20, 21])
    #expect(patches.row(3) == [10, 11, 14, 15, 26, 27, 30, 31])
    let cut = Matrix(rows: 1, columns: 25, values: (0..<25).map(Float.init))
      .patches(planes: 1, side: 5, patchSide: 2)
    #expect(cut.row(3) == [12, 13, 17, 18])
  }

  @Test func `Tokens are the class token, then the patches, each with its position`() {
    let patches = Matrix(columns: 1, rows: [[1], [2], [3], [4]])
    var tokens = Matrix(rows: 6, columns: 1)
    patches.embedTokens(
      perImage: 2, classToken: [10], positions: Matrix(columns: 1, rows: [[100], [200], [300]]),
      into: &tokens)
    #expect(tokens.values == [110, 201, 302, 110, 203, 304])
  }

  @Test func `The logistic function ends in 0 and 1`() {
    #expect(sigmoid(0) == 0.5 && sigmoid(-1000) == 0 && sigmoid(1000) == 1)
  }

  @Test func `Columns are taken out and put back`() {
    var matrix = Matrix(rows: 3, columns: 4, values: (0..<12).map(Float.init))
    #expect(matrix.columns(1..<3).values == [1, 2, 5, 6, 9, 10])
    #expect(matrix.columns(2..<2).columns == 0)
    matrix.setColumns(from: 2, to: Matrix(rows: 3, columns: 2, values: [-1, -2, -3, -4, -5, -6]))
    #expect(matrix.values == [0, 1, -1, -2, 4, 5, -3, -4, 8, 9, -5, -6])
  }

  @Test func `Patches of some images are those of all`() {
    let images = random(5, 2 * 36, seed: 9)
    let all = images.patches(planes: 2, side: 6, patchSide: 3)
    var some = Matrix(rows: 8, columns: 18, repeating: .nan)
    images.copyPatches(of: 2..<4, planes: 2, side: 6, patchSide: 3, into: &some)
    #expect(some == all.rows(8..<16))
  }
}
