import Records

/// How many images and boxes each category has.
struct CategoryCounts {
  private var images: [Int: Int] = [:]
  private var instances: [Int: Int] = [:]

  /// Adds the category ids of one image's annotations.
  mutating func add(_ ids: [Int]) {
    for id in ids { instances[id, default: 0] += 1 }
    for id in Set(ids) { images[id, default: 0] += 1 }
  }

  /// LVIS' entry of a category.
  ///
  /// `frequency` follows LVIS: rare to 10 images, common to 100, else frequent.
  func json(_ category: Category) -> String {
    let images = images[category.id, default: 0]
    let frequency = images <= 10 ? "r" : images <= 100 ? "c" : "f"
    let names = [category.name] + category.synonyms.filter { $0 != category.name }
    let synonyms = names.map { JSONFragment.string($0) }.joined(separator: ",")
    let name = JSONFragment.string(category.name)
    return "{\"id\":\(category.id),\"name\":\(name),\"synset\":\(name),\"synonyms\":[\(synonyms)],"
      + "\"def\":\"\",\"frequency\":\"\(frequency)\",\"image_count\":\(images),"
      + "\"instance_count\":\(instances[category.id, default: 0])}"
  }
}
