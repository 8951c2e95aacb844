/// The queries of an OWL source, or what its regions keep, cannot be used.
public enum OWLSourceError: Error, Hashable, Sendable {
  /// A query has no word that the tokenizer knows.
  case emptyQuery(String, source: Int)
  /// A file of class names has none.
  case noQueries(path: String)
  /// Regions of two sources would keep class embeddings of different sizes.
  case classEmbeddingSizes(source: Int, expected: Int, found: Int)
  /// Class embeddings are asked for, and no source keeps them.
  case noClassEmbeddings(asker: String)
  /// The data set's class embeddings are another model's.
  case otherModel(folder: String, shard: String, source: Int)
}

extension OWLSourceError: CustomStringConvertible {
  /// For people: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .emptyQuery(let query, let source):
      return "regions.proposals.\(source): expected queries with words, found \"\(query)\". "
        + "Take it out of the list."
    case .noQueries(let path):
      return "\(path): expected one class name on each line, found none."
    case .classEmbeddingSizes(let source, let expected, let found):
      return "regions.proposals.\(source): its class embeddings have \(found) columns, those of an "
        + "earlier source \(expected); a record keeps one size. Set store_class_embeddings: false "
        + "for one of the two."
    case .noClassEmbeddings(let asker):
      return "\(asker) needs class embeddings, and no source in regions.proposals keeps them: "
        + "expected an owlv2 or owlvit source with store_class_embeddings: true."
    case .otherModel(let folder, let shard, let source):
      return "\(folder): expected the model of regions.proposals.\(source) that \(shard) was made "
        + "with, found other weights. Name the folder of that model."
    }
  }
}
