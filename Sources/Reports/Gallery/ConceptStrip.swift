/// A frequent concept with a sample of the regions that it was given to.
struct ConceptStrip {
  var frequency: ConceptFrequency
  var examples: [ConceptExamples.Example]
}
