/// Why a safetensors file cannot be used.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the facts.
  public enum Problem: Error, Hashable, Sendable {
    /// The file cannot be opened or mapped; the system's reason.
    case unreadable(String)
    /// The file ends before its header does.
    case truncatedHeader(fileBytes: Int, neededBytes: Int)
    /// The header is larger than is accepted.
    case headerTooLarge(bytes: UInt64, limit: Int)
    /// The header is not the JSON that the format demands, at a byte of the header.
    case malformedHeader(byte: Int, expected: String)
    /// A name occurs twice in one object.
    case duplicateKey(String)
    /// More tensors than are accepted.
    case tooManyTensors(limit: Int)
    /// A tensor's name is longer than is accepted.
    case nameTooLong(bytes: Int, limit: Int)
    /// A tensor has more dimensions than are accepted.
    case tooManyDimensions(tensor: String, count: Int, limit: Int)
    /// A tensor's shape has more elements than can be counted.
    case shapeOverflow(tensor: String)
    /// The bytes that a tensor claims are not what its type and shape need.
    case sizeMismatch(tensor: String, expected: Int, found: Int)
    /// A tensor does not begin where the one before it ends: a hole or an overlap.
    case notContiguous(tensor: String, expected: Int, found: Int)
    /// The tensors together are not as long as the file's data.
    case lengthMismatch(expected: Int, found: Int)
    /// No tensor has this name.
    case missingTensor(String)
    /// A tensor's element type cannot be read as floats.
    case unsupportedType(tensor: String, type: String)
  }

  /// The file.
  public var path: String
  /// What is wrong with it.
  public var problem: Problem

  /// Creates an error.
  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// One line: what, where, expected, found, what to do.
  public var description: String { "\(path): \(problem.text)" }
}

extension SafetensorsError.Problem {
  fileprivate var text: String {
    switch self {
    case .unreadable(let reason):
      "cannot be read: \(reason)"
    case .truncatedHeader(let fileBytes, let neededBytes):
      "ends inside its header: \(neededBytes) bytes expected, found \(fileBytes); copy it again"
    case .headerTooLarge(let bytes, let limit):
      "header of \(bytes) bytes, at most \(limit) are accepted; is this a safetensors file?"
    case .malformedHeader(let byte, let expected):
      "header, byte \(byte): expected \(expected); is this a safetensors file?"
    case .duplicateKey(let key):
      "header names `\(key)` twice; write the file again"
    case .tooManyTensors(let limit):
      "more than \(limit) tensors"
    case .nameTooLong(let bytes, let limit):
      "a tensor's name has \(bytes) bytes, at most \(limit) are accepted"
    case .tooManyDimensions(let tensor, let count, let limit):
      "tensor `\(tensor)` has \(count) dimensions, at most \(limit) are accepted"
    case .shapeOverflow(let tensor):
      "tensor `\(tensor)` has a shape too large to count"
    case .sizeMismatch(let tensor, let expected, let found):
      "tensor `\(tensor)` needs \(expected) bytes, found \(found)"
    case .notContiguous(let tensor, let expected, let found):
      "tensor `\(tensor)` should begin at byte \(expected) of the data, found \(found)"
    case .lengthMismatch(let expected, let found):
      "tensors need \(expected) bytes of data, found \(found); copy the file again"
    case .missingTensor(let name):
      "has no tensor `\(name)`"
    case .unsupportedType(let tensor, let type):
      "tensor `\(tensor)` has type \(type), expected F32, F16 or BF16; convert the checkpoint"
    }
  }
}
