public import ArgumentParser
import Codecs
public import Concepts
import Inputs

extension ConceptMode: ExpressibleByArgument {}

/// The options that name a mode.
struct ConceptModeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How names are found.",
      discussion: """
        concepts: nouns and compounds in the singular, without stop words and measures.
        regionclip: head and compounds as in RegionCLIP's pools, nothing filtered.
        phrases: noun phrases with attributes, without determiner, as GLIP grounds them.
        ngram: every run of up to ten words, as OWL-ST queries them; any language.
        match: the names of --vocabulary, by phrase and singular.
        match-substring: the names of --vocabulary between spaces, as Detic and RKD tag captions.
        """))
  var mode: ConceptMode = .concepts

  @Option(
    help: """
      For match and match-substring: COCO's or LVIS's json, a json array of names, or a text file \
      with a category on each line, synonyms after tabs.
      """,
    completion: .file())
  var vocabulary: String?

  @Flag(
    inversion: .prefixedNo,
    help: "For ngram: take signs off the words; without it the rule is exactly OWL-ST's.")
  var stripPunctuation = true

  @Option(
    help: "A caption model of `concepts train`; default: the built-in one.", completion: .file())
  var captionModel: String?

  func validate() throws {
    if mode.needsVocabulary, vocabulary == nil {
      throw ValidationError("--mode \(mode.rawValue) needs --vocabulary FILE")
    }
    if !mode.needsVocabulary, vocabulary != nil {
      throw ValidationError("--vocabulary is for the modes match and match-substring")
    }
  }

  /// The parser of the mode.
  func parser() throws -> any CaptionParsing {
    let names = try vocabulary.map { try VocabularySource(path: $0).read() }
    return mode.parser(
      vocabulary: names ?? [], stripsPunctuation: stripPunctuation, model: try model())
  }

  /// What the parser has learned.
  func model() throws -> CaptionModel {
    try captionModel.map(CaptionModel.init(path:)) ?? .standard
  }

  /// What tells the mode and its settings from others, for pools that are made in parts: a
  /// vocabulary by its contents, since its path differs between machines.
  func poolName() throws -> String {
    let names = try vocabulary.map { try SHA256Digest(ofFile: $0).hex } ?? ""
    return "\(mode.rawValue) strip=\(stripPunctuation) vocabulary=\(names)"
  }
}
