import ArgumentParser
import Concepts
import Foundation

/// `pseudobox concepts explain`: why a caption gives the names it gives.
struct ConceptsExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows tokens, tags and phrases of captions, and why each name was kept or dropped.",
    discussion: """
      Places count Unicode scalars of the caption.

        pseudobox concepts explain "A couple of dogs sit in front of a fire hydrant."
        pseudobox concepts explain --mode ngram --json "a red bus"
      """)

  @Argument(help: "Captions, each as one argument.")
  var captions: [String]

  @OptionGroup var mode: ConceptModeOptions

  @Flag(help: "One JSON object for each caption, on a line of its own.")
  var json = false

  func run() throws {
    let parser = try mode.parser()
    for caption in captions {
      let explanation = parser.explain(caption)
      Terminal.output(json ? explanation.json + "\n" : Terminal.shown(explanation.text) + "\n")
    }
  }
}
