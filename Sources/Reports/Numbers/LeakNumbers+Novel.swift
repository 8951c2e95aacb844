import Records

extension LeakNumbers {
  /// Finds the novel classes of the ground truth among the classes that each model saw.
  static func leaks(of exposures: [ModelExposure], into categories: [Category]) -> [LeakNumbers] {
    exposures.map { exposure in
      let seen = Set(exposure.classes.map(CategoryMatcher.normalized))
      let novel = categories.filter { category in
        let names = ([category.name] + category.synonyms).map(CategoryMatcher.normalized)
        return category.split == "novel" && names.contains { seen.contains($0) }
      }
      return LeakNumbers(
        model: exposure.model, classesSeen: seen.count, novelSeen: novel.map(\.name))
    }
  }
}
