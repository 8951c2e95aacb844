import Proposals

extension PipelineSettings {
  /// How boxes are made, by name: the chain and every source, as plans and shards record it.
  ///
  /// Paths are left out; models and files have digests.
  var proposalProvenance: [String: String] {
    var facts = ["chain": regions.chain.proposalChain.summary]
    for (index, source) in regions.proposals.enumerated() {
      let prefix = "regions.proposals.\(index)."
      let keys = values.filter { name, setting in
        guard name.hasPrefix(prefix), !name.hasSuffix(".kind") else { return false }
        if case .path = setting.value { return false }
        return setting.value != .absent
      }
      let settings = keys.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { " \($0.key.dropFirst(prefix.count))=\($0.value.value.canonicalText)" }
      facts["source \(index)"] = source.name + settings.joined()
    }
    return facts
  }
}
