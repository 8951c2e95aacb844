import Foundation
import Inputs

/// The numbers of a report by name: a short one of `GateName`, or a path into `report.json`.
///
/// A path names members with dots between them. An element of a list is named by its `name`,
/// `measure`, `boxes`, `threshold` or `id`, or by its place from 0. A share stands for its value, a
/// histogram's mean is its member `mean`.
public struct ReportNumbers {
  private let root: JSONTree
  private let absent: [String: String]
  /// Why an evaluation image may be in the data set though none was found.
  private let doubt: String?

  /// Takes the numbers of `report`.
  public init(_ report: Report) throws {
    root = try JSONDecoder().decode(JSONTree.self, from: Data(report.json.utf8))
    absent = report.absent
    doubt = report.duplicates.evaluation?.doubt
  }

  /// The number of that name.
  ///
  /// - Throws: `GateError.unknown` or `notMeasured`.
  public func value(_ name: String) throws(GateError) -> Double {
    let path = GateName.all.first { $0.name == name }?.path ?? name
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    // Thresholds have dots of their own: the longest run of parts that names an element wins.
    switch Self.find(parts[...], in: root) {
    case .number(let value):
      let isFound = ["exact", "near"].contains { path == "duplicates.evaluation.\($0)" }
      if isFound, value == 0, let doubt { throw .notMeasured(name: name, why: doubt) }
      return value
    case .null: throw .notMeasured(name: name, why: reason(for: path))
    case .object, .list, .other: throw .unknown(name: name, nearest: suggestion(for: name))
    case nil:
      // A short name is always right: what lacks is the part of the report.
      guard path == name else { throw .notMeasured(name: name, why: reason(for: path)) }
      throw .unknown(name: name, nearest: suggestion(for: name))
    }
  }

  private static func find(_ path: ArraySlice<String>, in tree: JSONTree) -> JSONTree? {
    guard !path.isEmpty else {
      // A share stands for its value.
      if case .object(let members) = tree, let value = members["value"] { return value }
      return tree
    }
    if case .null = tree { return tree }
    for end in (path.startIndex + 1...path.endIndex).reversed() {
      let name = path[path.startIndex..<end].joined(separator: ".")
      if let child = tree.child(name), let found = find(path[end...], in: child) { return found }
    }
    return nil
  }

  private func reason(for path: String) -> String {
    let known = absent.filter { path == $0.key || path.hasPrefix($0.key + ".") }
    return known.max { $0.key.count < $1.key.count }?.value
      ?? "the data set has nothing to measure it on"
  }

  /// The short name or first-level path nearest to a wrong one.
  private func suggestion(for name: String) -> String? {
    var names = GateName.all.map(\.name)
    let parts = name.split(separator: ".").map(String.init)
    if parts.count > 1 {
      for depth in 1..<parts.count {
        let parent = Self.find(parts[..<depth], in: root)
        let prefix = parts[..<depth].joined(separator: ".")
        names += (parent?.names ?? []).map { "\(prefix).\($0)" }
      }
    } else {
      names += root.names
    }
    return NearestName.nearest(to: name, in: names)
  }
}

/// A value of JSON.
private enum JSONTree: Decodable {
  case null
  case number(Double)
  case list([JSONTree])
  case object([String: JSONTree])
  /// A text or a truth value.
  case other(String)

  /// Members by which elements of lists are named.
  private static let keys = ["name", "boxes", "measure", "threshold", "id", "model", "reason"]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .other(text)
    } else if let list = try? container.decode([JSONTree].self) {
      self = .list(list)
    } else if let members = try? container.decode([String: JSONTree].self) {
      self = .object(members)
    } else {
      self = .other(try container.decode(Bool.self) ? "true" : "false")
    }
  }

  /// A member by name, or an element by one of its naming members or its place.
  func child(_ name: String) -> JSONTree? {
    switch self {
    case .object(let members): return members[name]
    case .list(let elements):
      if let named = elements.first(where: { $0.label == name }) { return named }
      guard let place = Int(name), elements.indices.contains(place) else { return nil }
      return elements[place]
    case .null, .number, .other: return nil
    }
  }

  /// What an element of a list is called.
  private var label: String? {
    guard case .object(let members) = self else { return nil }
    for key in Self.keys {
      switch members[key] {
      case .other(let text): return text
      case .number(let number):
        return number == number.rounded() && abs(number) < 1e15
          ? String(Int(number)) : String(number)
      default: continue
      }
    }
    return nil
  }

  /// Names of what is inside.
  var names: [String] {
    switch self {
    case .object(let members): members.keys.sorted()
    case .list(let elements): elements.compactMap(\.label)
    case .null, .number, .other: []
    }
  }
}
