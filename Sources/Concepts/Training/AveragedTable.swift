import Kernels

/// A feature table in training: the weights of now, and the sum of each weight over all steps.
///
/// The model of an averaged perceptron is the mean of its weights over all tokens seen (Freund and
/// Schapire 1999; Collins 2002). Sums are kept lazily: a weight's time is added when it changes.
struct AveragedTable {
  private(set) var table: FeatureTable
  private var totals: [Int64] = []
  private var changedAt: [Int32] = []
  private(set) var step: Int32 = 0

  /// Creates a table without features.
  init(classes: Int) {
    table = FeatureTable(classes: classes)
  }

  /// Counts one more token.
  mutating func advance() { step += 1 }

  /// Moves the weights of the features towards `right` and away from `wrong`.
  mutating func update(_ features: FeatureList, right: Int, wrong: Int) {
    for place in 0..<features.count {
      let row = table.insert(features.hashes[place])
      if totals.count < table.count * table.classes {
        totals.append(contentsOf: repeatElement(0, count: table.classes))
        changedAt.append(contentsOf: repeatElement(step, count: table.classes))
      }
      change(row, right, 1)
      change(row, wrong, -1)
    }
  }

  private mutating func change(_ row: Int, _ index: Int, _ by: Int16) {
    let place = row * table.classes + index
    totals[place] += Int64(step - changedAt[place]) * Int64(table.weights[place])
    changedAt[place] = step
    table.add(by, row: row, class: index)
  }

  /// The mean weights as integers up to `weightMax`; rows whose weights are all small are left out.
  ///
  /// - Parameters:
  ///   - weightMax: The largest weight; times the features of a token it must fit 16 bits.
  ///   - weightMin: Rows without a weight of at least this size are left out.
  /// - Returns: A table for the model.
  func averaged(weightMax: Double, weightMin: Int) -> FeatureTable {
    let classes = table.classes
    var means = [Double](repeating: 0, count: totals.count)
    var largest = 0.0
    for place in totals.indices {
      let total =
        totals[place] + Int64(step - changedAt[place]) * Int64(table.weights[place])
      means[place] = Double(total) / Double(max(1, step))
      largest = max(largest, abs(means[place]))
    }
    let scale = largest > 0 ? weightMax / largest : 0
    var result = FeatureTable(classes: classes)
    for (row, feature) in table.features.enumerated() {
      let weights = means[(row * classes)..<((row + 1) * classes)].map {
        Int16(($0 * scale).rounded())
      }
      guard weights.contains(where: { abs(Int($0)) >= weightMin }) else { continue }
      let place = result.insert(feature)
      for (index, weight) in weights.enumerated() { result.add(weight, row: place, class: index) }
    }
    // As the model's file is read: rows in the order of their slots.
    return FeatureTable(classes: classes, slots: result.slots, weights: result.weights) ?? result
  }
}
