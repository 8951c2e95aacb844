import ArgumentParser

/// How captions are parsed while they are counted: the same for all parts of a pool.
struct PoolParsingOptions: ParsableArguments {
  @Flag(help: "Counts names that mean the same as one (couch and sofa); spellings are kept.")
  var mergeSynonyms = false
}
