public import Codecs
public import Records

extension ShardReader {
  /// Reads everything in the shard at `path` and says what is wrong; empty for a good shard.
  ///
  /// Beyond what reading checks: the digest of the whole file, the name against the header's unit,
  /// the order of keys and the order of regions. `seeing` gets key and id of every record that can
  /// be read. Throws only when the file cannot be read.
  public static func verify(
    path: String, fileSystem: any FileSystem = PosixFileSystem(),
    seeing: (ImageKey, UInt64) -> Void = { _, _ in }
  ) throws(FileError) -> [ShardProblem] {
    let reader: ShardReader
    do {
      reader = try ShardReader(path: path, fileSystem: fileSystem)
    } catch {
      if case .file(let cause) = error { throw cause }
      return [ShardProblem(record: nil, text: error.description)]
    }
    var problems = try reader.wholeFileProblems()
    var lastKey: ImageKey?
    for index in 0..<reader.count {
      do {
        let (key, problem) = try reader.keyAndProblem(at: index)
        if let problem { problems.append(ShardProblem(record: index, text: problem)) }
        if let lastKey, !(lastKey < key) {
          let text = "key \(key) after \(lastKey), expected ascending byte order"
          problems.append(ShardProblem(record: index, text: text))
        }
        lastKey = key
        seeing(key, reader.imageID(at: index))
      } catch {
        if case .file(let cause) = error { throw cause }
        problems.append(ShardProblem(record: index, text: error.description))
      }
    }
    return problems
  }

  private func wholeFileProblems() throws(FileError) -> [ShardProblem] {
    var problems: [ShardProblem] = []
    let name = ShardName(unit: header.unit).text
    if !path.hasSuffix("/\(name)") && path != name {
      let text = "the header says unit \(header.unit), expected the file name \(name)"
      problems.append(ShardProblem(record: nil, text: text))
    }
    // The digest ends the directory, which ends where the seek table begins.
    let end = seekTable.entries.reduce(0) { $0 + $1.compressedBytes } - 32
    var hasher = SHA256Hasher()
    var offset = 0
    while offset < end {
      let piece = try file.read(count: min(1 << 20, end - offset), at: offset)
      hasher.update(piece[...])
      offset += piece.count
    }
    if try file.read(count: 32, at: end) != hasher.digest.bytes {
      problems.append(ShardProblem(record: nil, text: "the SHA-256 of the file differs"))
    }
    return problems
  }

  private func keyAndProblem(at index: Int) throws(ShardError) -> (ImageKey, String?) {
    guard header.kind == .regions else { return (try labelRecord(at: index).key, nil) }
    let record = try regionRecord(at: index)
    let proposals = record.boxes.indices.map { region in
      Proposal(
        box: record.boxes[region], score: record.scores[region], logit: record.logits[region],
        source: record.sources[region])
    }
    let isOrdered = zip(proposals, proposals.dropFirst()).allSatisfy { earlier, later in
      !Proposal.ranksBefore(later, earlier)
    }
    return (record.key, isOrdered ? nil : "expected regions in descending order of score")
  }
}
