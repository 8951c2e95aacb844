import Testing

@testable import ShardStore

/// A shard says how its embeddings were made.
struct EmbeddingFactsTests {
  @Test func `the header keeps the facts of its embeddings`() throws {
    var header = Samples.header(.regions)
    header.embedding = ["mode": "roi_align", "cells": "14x14", "ü": "\"\n"]
    let content = try header.content()
    #expect(try ShardHeader(content: content[...], path: "x") == header)
  }

  @Test func `a header without facts has the bytes of earlier versions`() throws {
    let content = try Samples.header(.regions).content()
    let json = String(decoding: content[16..<content.count - 8], as: UTF8.self)
    #expect(!json.contains("\"embedding\":{"))
    #expect(try ShardHeader(content: content[...], path: "x").embedding.isEmpty)
  }
}
