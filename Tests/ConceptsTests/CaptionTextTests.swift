import Testing

@testable import Concepts

struct CaptionTextTests {
  private func words(_ caption: String) -> [String] {
    let reading = CaptionReading(caption, .standard)
    return reading.tokens.indices.map(reading.word)
  }

  @Test(
    arguments: [
      ("A man's dog", ["a", "man", "'s", "dog"]), ("don't", ["do", "n't"]),
      ("cannot", ["can", "not"]), ("they're here", ["they", "'re", "here"]),
      ("the dogs' bowls", ["the", "dogs", "'", "bowls"]), ("a t-shirt", ["a", "t-shirt"]),
      ("a t - shirt", ["a", "t-shirt"]), ("a cat - like toy", ["a", "cat", "-", "like", "toy"]),
      ("#dog @me a.b@c.de x", ["dog", "x"]), ("see www.dogs.com now", ["see", "now"]),
      ("‘red’ dogs—cats", ["'", "red", "'", "dogs", "-", "cats"]),
      ("d\u{f6}ner e\u{301}clair", ["döner", "éclair"]), ("dog\u{200b}house", ["doghouse"]),
      ("1,000 dogs at 3:15", ["1,000", "dogs", "at", "3:15"]),
      ("&quot;hi&quot;", ["\"", "hi", "\""]),
      ("salt &amp; pepper", ["salt", "&", "pepper"]), ("🐕 dog 🐕", ["dog"]), ("", []),
      ("man 's hat", ["man", "'s", "hat"]), ("A\nB\tC", ["a", "b", "c"]),
    ])
  func `captions are split as the treebank is`(caption: String, expected: [String]) {
    #expect(words(caption) == expected)
  }

  @Test func `a plain caption and the same one with markup give the same tokens`() {
    let plain = "Two black-and-white dogs don't sit on John's 3.5 m couch, (or bed)."
    #expect(words(plain) == words("\u{feff}" + plain))
    #expect(words(plain) == words(plain.split(separator: " ").joined(separator: "\u{a0}")))
  }

  @Test func `case tells nothing where all words are upper case`() {
    func names(_ caption: String) -> [String] {
      CaptionParser().mentions(in: caption).mentions.map(\.concept)
    }
    let caption = "a man rides a horse near the red barn"
    #expect(names(caption) == ["man", "horse", "barn"])
    #expect(names(caption.uppercased()) == names(caption))
    #expect(names("A Man Rides A Horse Near The Red Barn") == names(caption))
  }
}
