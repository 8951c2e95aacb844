import Testing

@testable import Concepts

struct LemmatizerTests {
  @Test func `plurals of every family become singular`() {
    let pairs = """
      dogs=dog buses=bus glasses=glass boxes=box benches=bench dishes=dish knives=knife wolves=wolf
      leaves=leaf gloves=glove waves=wave olives=olive cherries=cherry cookies=cookie ties=tie pies=pie
      tomatoes=tomato shoes=shoe canoes=canoe horses=horse houses=house mice=mouse geese=goose
      men=man firemen=fireman women=woman children=child grandchildren=grandchild people=person
      feet=foot teeth=tooth skis=ski taxis=taxi kiwis=kiwi blouses=blouse walruses=walrus
      headaches=headache mustaches=mustache lenses=lens cacti=cactus scarves=scarf zebras=zebra
      t-shirts=t-shirt monkeys=monkey boys=boy quizzes=quiz axes=axe vases=vase nurses=nurse
      smoothies=smoothie berries=berry selfies=selfie mattresses=mattress dresses=dress
      """
    for pair in pairs.split(whereSeparator: \.isWhitespace) {
      let parts = pair.split(separator: "=").map(String.init)
      let lemma = Lemmatizer.standard.lemma(ofNoun: parts[0])
      #expect(lemma == parts[1])
      #expect(Lemmatizer.standard.lemma(ofNoun: lemma) == lemma, "a lemma is its own lemma")
      #expect(Lemmatizer.standard.isPlural(parts[0]) == (parts[0] != parts[1]))
    }
  }

  @Test(
    arguments: [
      "scissors", "pants", "jeans", "bus", "gas", "grass", "tennis", "glass", "cactus", "series",
      "species", "dress", "canvas", "lens", "iris", "news", "", "s", "us", "café", "tv", "sheep",
      "mattress", "christmas", "octopus", "citrus",
    ])
  func `words that are no plural stay`(word: String) {
    #expect(Lemmatizer.standard.lemma(ofNoun: word) == word)
    #expect(!Lemmatizer.standard.isPlural(word))
  }

  @Test func `the last word of every compound is its own lemma`() {
    let plurals: Set<String> = ["fries", "glasses", "trunks", "tracks"]
    for name in CompoundList.names {
      let last = String(name.split(separator: " ").last ?? "")
      guard !plurals.contains(last) else { continue }
      #expect(Lemmatizer.standard.lemma(ofNoun: last) == last, "\(name)")
    }
  }

  @Test func `words of no dictionary follow the endings`() {
    for (plural, singular) in [
      ("zorbs", "zorb"), ("frizbees", "frizbee"), ("blorches", "blorch"), ("quaxes", "quax"),
      ("snarfies", "snarfy"), ("t-zorbs", "t-zorb"),
    ] {
      #expect(Lemmatizer.standard.lemma(ofNoun: plural) == singular)
    }
  }
}
