import Testing

@testable import Concepts

/// Which names of several words a dictionary lends to the parser.
struct CompoundRuleTests {
  /// Bears and black bears; frogs, true frogs and green frogs; drums to beat and drums that swim;
  /// wine; a lily.
  private static let wordNet = WordNetFixture(
    [
      ("bear", [(11, 5, [10])]), ("black_bear", [(12, 5, [11])]), ("frog", [(21, 5, [10])]),
      ("true_frog", [(22, 5, [21])]), ("green_frog", [(23, 5, [22])]),
      ("drum", [(31, 6, [1_930]), (32, 5, [10])]), ("red_drum", [(33, 5, [32])]),
      ("wine", [(41, 13, [1_930])]), ("table_wine", [(42, 13, [41])]),
      ("white_wine", [(43, 13, [42])]), ("lily", [(51, 20, [1_930])]),
      ("white_lily", [(52, 20, [51])]), ("black_cat", [(61, 5, [10])]), ("cat", [(62, 5, [10])]),
      ("living_room", [(71, 6, [1_930])]), ("young_man", [(72, 18, [1_930])]),
      ("animal", [(10, 3, [1_930])]),
    ])

  @Test(
    arguments: [
      ("black_bear", true), ("white_wine", true), ("living_room", true), ("green_frog", false),
      ("red_drum", false), ("white_lily", false), ("black_cat", false), ("young_man", false),
      ("true_frog", true),
    ])
  func `a colour begins a name where it tells the sort`(noun: String, isKept: Bool) throws {
    let wordNet = try Self.wordNet.read()
    #expect(CompoundRule.accepts(noun, wordNet) == isKept)
  }

  @Test(
    arguments: [
      ("a green frog on a leaf", "frog"), ("a red drum in a room", "drum"),
      ("a brown snail on a wall", "snail"), ("a black bear in the woods", "black bear"),
      ("a glass of white wine", "white wine"), ("a purple clover in a field", "clover"),
    ])
  func `the built-in model reads colours so`(caption: String, name: String) {
    #expect(CaptionParser().mentions(in: caption).mentions.contains { $0.concept == name })
  }
}

/// A dictionary of nouns as WordNet's files have it.
struct WordNetFixture: Sendable {
  typealias Sense = (synset: UInt32, file: Int, above: [UInt32])

  let nouns: [(String, [Sense])]

  init(_ nouns: [(String, [Sense])]) {
    self.nouns = nouns
  }

  func read() throws -> WordNet {
    func padded(_ number: UInt32) -> String {
      String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
    }
    var index = ""
    var data = "00001930 03 n 01 physical_entity 0 000 | a thing\n"
    for (noun, senses) in nouns {
      index += "\(noun) n \(senses.count) 1 @ \(senses.count) 0 "
      index += senses.map { padded($0.synset) }.joined(separator: " ") + "\n"
      for sense in senses {
        let file = (sense.file < 10 ? "0" : "") + "\(sense.file)"
        data += "\(padded(sense.synset)) \(file) n 01 \(noun) 0 00\(sense.above.count)"
        data += sense.above.map { " @ \(padded($0)) n 0000" }.joined() + " | \(noun)\n"
      }
    }
    return try WordNet([.nounIndex: index, .nounData: data])
  }
}
