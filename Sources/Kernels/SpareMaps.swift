/// Memory of feature maps that are no longer needed, for the next ones of the same size.
///
/// Fresh memory costs a page fault every 4 KiB, which took a fifth of the time of a ResNet-50. Belongs
/// to one call of a network.
public struct SpareMaps {
  /// Floats that wait for their next use at most: 48 MiB, so that large images do not pile up.
  private static let floatsMax = 12 << 20

  private var values: [Int: [[Float]]] = [:]
  private var count = 0
  private var scratch: AlignedBuffer<Float>?

  /// Starts with nothing.
  public init() {}

  /// A map whose values mean nothing yet.
  mutating func take(images: Int, height: Int, width: Int, channels: Int) -> FeatureMap {
    let floats = images * height * width * channels
    let spare = values[floats]?.popLast()
    if spare != nil { count -= floats }
    let memory =
      unsafe spare ?? [Float](unsafeUninitializedCapacity: floats) { _, count in count = floats }
    return FeatureMap(
      images: images, height: height, width: width,
      positions: Matrix(rows: images * height * width, columns: channels, values: memory))
  }

  /// Takes the memory of a map that nobody needs.
  public mutating func keep(_ map: consuming FeatureMap) {
    let floats = map.positions.values.count
    guard count + floats <= SpareMaps.floatsMax else { return }
    count += floats
    values[floats, default: []].append(map.positions.values)
  }

  /// At least `count` floats for the length of one operation.
  mutating func scratch(_ count: Int) -> AlignedBuffer<Float> {
    if let scratch, scratch.count >= count { return scratch }
    let fresh = unsafe AlignedBuffer<Float>(count: count) { _ in }
    scratch = fresh
    return fresh
  }
}

extension FeatureMap {
  /// Maps of one shape, at least one, one behind the other; leaves their memory to `spare`.
  public init(joining maps: consuming [FeatureMap], spare: inout SpareMaps) {
    let images = maps.reduce(0) { $0 + $1.images }
    guard let shape = maps.first else { preconditionFailure("no maps") }
    self = spare.take(
      images: images, height: shape.height, width: shape.width, channels: shape.channels)
    var start = 0
    while !maps.isEmpty {
      let map = maps.removeFirst()
      precondition(map.height == height && map.width == width && map.channels == channels)
      let end = start + map.positions.values.count
      positions.values.replaceSubrange(start..<end, with: map.positions.values)
      start = end
      spare.keep(map)
    }
  }

  /// Becomes `other`, and leaves its memory to `spare`.
  public mutating func replace(by other: consuming FeatureMap, spare: inout SpareMaps) {
    spare.keep(self)
    self = other
  }
}
