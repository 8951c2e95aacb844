import Concepts
import Foundation

/// What is printed of a finished pool.
struct PoolSummary {
  let pool: ConceptPool
  let folder: String

  /// The lines, `name  value` in two columns.
  var text: String {
    let accounting = pool.accounting
    let rejected = accounting.rejections.values.reduce(0, +)
    let rows = [
      ("captions", "\(accounting.captions) (\(rejected) without a concept or rejected)"),
      ("images", "\(accounting.images)"),
      ("mentions", "\(accounting.mentions)"),
      ("distinct names", "\(accounting.distinctNames)"),
      ("concepts in the pool", "\(pool.concepts.count)"),
      ("collocations", "\(accounting.collocations.count { !$0.isBlocked })"),
      ("suspected misspellings", "\(accounting.misspellings.count)"),
      ("removed names met", "\(accounting.removedNames.count)"),
      ("pool", folder),
    ]
    return rows.map { name, value in
      name.padding(toLength: 24, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }
}
