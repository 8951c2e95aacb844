import Foundation
import Pipeline
import Testing

struct PlanTests {
  private func plan(images: Int, unitImages: Int, input: String = "aa") -> Plan {
    Plan(
      tool: "pseudobox 0", images: images, unitImages: unitImages, inputDigest: input,
      regionsDigest: "bb", models: ["teacher": "cc"], kernels: "k")
  }

  @Test func `units cover the list without holes or overlaps`() {
    for images in 0...40 {
      for unitImages in 1...9 {
        let units = plan(images: images, unitImages: unitImages).units
        #expect(units.flatMap { Array($0.range) } == Array(0..<images), "\(images)/\(unitImages)")
        #expect(units.map(\.index) == Array(0..<units.count))
        #expect(units.dropLast().allSatisfy { $0.count == unitImages })
      }
    }
  }

  @Test func `a plan survives its file`() throws {
    let made = plan(images: 10, unitImages: 3)
    let read = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(made))
    #expect(read == made)
  }

  @Test func `differences name what changed and ignore tool and kernels`() {
    let frozen = plan(images: 10, unitImages: 3)
    var same = frozen
    same.tool = "pseudobox 1"
    same.kernels = "other"
    #expect(same.differences(from: frozen).isEmpty)
    var changed = plan(images: 11, unitImages: 3, input: "zz")
    changed.models["teacher"] = "dd"
    let found = changed.differences(from: frozen)
    #expect(found.count == 4)
    #expect(found.contains("model teacher: planned cc, now dd"))
  }

  @Test func `differences of lists and of the units' size are told in words`() {
    let frozen = plan(images: 10, unitImages: 3)
    let found = plan(images: 10, unitImages: 4, input: "zz").differences(
      from: frozen, lists: ["10 images have another id"])
    #expect(
      found == [
        "10 images have another id", "images in a unit (plan.unit_images): planned 3, now 4",
      ])
  }

  @Test func `a plan says which part of the embeddings' making changed, older ones do not know`() {
    func plan(_ embedding: [String: String]?, digest: String) -> Plan {
      Plan(
        tool: "t", images: 3, unitImages: 2, inputDigest: "a", regionsDigest: digest,
        embedding: embedding, models: [:], kernels: "k")
    }
    let crop = plan(["mode": "crop", "crop": "pad"], digest: "b")
    let align = plan(["mode": "roi_align", "cells": "7x7"], digest: "c")
    #expect(
      align.differences(from: crop).dropFirst() == [
        "embedding cells: planned none, now 7x7", "embedding crop: planned pad, now none",
        "embedding mode: planned crop, now roi_align",
      ])
    #expect(plan(nil, digest: "b").differences(from: crop).isEmpty)
  }
}
