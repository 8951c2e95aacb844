import Testing

@testable import Concepts

struct PromptTemplatesTests {
  @Test func `builtin sets have the number of templates that their names say`() {
    #expect(PromptTemplates.builtin.map(\.templates.count) == [1, 1, 7, 81])
    #expect(PromptTemplates.builtin.map(\.name) == ["plain", "photo", "clip7", "regionclip81"])
    for set in PromptTemplates.builtin {
      #expect(PromptTemplates.named(set.name) == set)
      #expect(Set(set.templates).count == set.templates.count)
      #expect(set.templates.allSatisfy { $0.split(separator: "{}").count <= 2 })
      #expect(PromptTemplates(name: set.name, templates: set.templates) == set)
    }
  }

  @Test func `templates without exactly one hole are refused`() {
    #expect(PromptTemplates(name: "x", templates: []) == nil)
    #expect(PromptTemplates(name: "x", templates: ["a photo"]) == nil)
    #expect(PromptTemplates(name: "x", templates: ["{}", "a {} and a {}"]) == nil)
  }

  @Test func `names go into prompts as RegionCLIP cleans them`() {
    #expect(PromptTemplates.cleaned("bow_(weapon)") == "bow weapon")
    #expect(PromptTemplates.cleaned("hot+dog,  big") == "hot dog big")
    #expect(PromptTemplates.photo.prompts(for: "umbrella") == ["a photo of a umbrella"])
    #expect(PromptTemplates.plain.prompts(for: "traffic_light") == ["traffic light"])
  }

  @Test func `articles change only when asked for`() throws {
    let set = try #require(
      PromptTemplates(
        name: "x", templates: ["a {}", "a photo of a {}.", "a small {}", "extra {}"],
        fixesArticles: true))
    #expect(
      set.prompts(for: "umbrella") == [
        "an umbrella", "a photo of an umbrella.", "a small umbrella", "extra umbrella",
      ])
    #expect(set.prompts(for: "dog")[0] == "a dog")
  }
}
