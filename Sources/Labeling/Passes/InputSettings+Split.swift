import Inputs
public import Records

extension InputSettings {
  /// Gives categories the splits of the user's lists of base and novel classes.
  ///
  /// Without lists they keep the splits of their own file. Names of the lists that are none of the
  /// categories are told; `what` names the categories there.
  ///
  /// - Throws: `InputError` when a list cannot be read, or a class is on both.
  public func split(
    _ categories: inout [Category], of what: String, _ warn: (String) -> Void
  ) throws {
    guard baseClasses != nil || novelClasses != nil else { return }
    let unmet = try ClassSplit(base: baseClasses, novel: novelClasses).apply(to: &categories)
    guard !unmet.isEmpty else { return }
    warn(
      "\(unmet.count) base or novel classes are not in \(what): "
        + unmet.prefix(5).joined(separator: ", "))
  }
}
