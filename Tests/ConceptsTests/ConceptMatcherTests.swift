import Records
import Testing

@testable import Concepts

struct ConceptMatcherTests {
  private func found(_ names: [String], _ caption: String) -> [String] {
    ConceptMatcher(names: names).matches(in: caption).map { match in
      "\(names[Int(match.conceptID)])@\(match.mention.surface)"
    }
  }

  @Test func `heads match in any number, modifiers do not`() {
    #expect(found(["dog"], "Two dogs, a dog house and a dog.") == ["dog@dogs", "dog@dog"])
    #expect(found(["skis", "person"], "people on skis") == ["person@people", "skis@skis"])
  }

  @Test func `the longest name wins and shorter ones stand in for it`() {
    let caption = "a street sign near a traffic light"
    #expect(
      found(["street", "street sign", "sign", "light"], caption) == [
        "street sign@street sign", "light@light",
      ])
    #expect(found(["sign"], caption) == ["sign@sign"])
    #expect(found(["street"], caption).isEmpty)
    #expect(
      found(["kitchen floor", "floor"], "a kitchen floor") == ["kitchen floor@kitchen floor"])
  }

  @Test func `names of several words are found whatever their words are`() {
    #expect(
      found(
        ["potted plant", "sports ball", "hair drier"], "potted plants, a sports ball, hair driers")
        == ["potted plant@potted plants", "sports ball@sports ball", "hair drier@hair driers"])
  }

  @Test func `labels say which caption and where`() {
    let labels = ConceptMatcher(names: ["cat", "dog"]).labels(of: ["a dog", "", "the cats"])
    #expect(
      labels == [
        ImageLabel(conceptID: 1, caption: 0, start: 2, end: 5),
        ImageLabel(conceptID: 0, caption: 2, start: 4, end: 8),
      ])
  }

  @Test func `an empty pool matches nothing`() {
    #expect(ConceptMatcher(names: []).labels(of: ["a dog"]).isEmpty)
  }
}
