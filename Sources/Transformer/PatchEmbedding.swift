public import Kernels

/// Cuts square images into patches and projects them: a convolution whose stride is its size.
///
/// Adds the class token in front and the position embeddings, as CLIP and OWLv2 do.
public struct PatchEmbedding: Sendable {
  /// Side of the image in pixels.
  public let imageSize: Int
  /// Side of a patch in pixels.
  public let patchSize: Int
  /// Patches along one side.
  public var patchesPerSide: Int { imageSize / patchSize }
  /// Tokens of one image: the class token and all patches.
  public var tokens: Int { 1 + patchesPerSide * patchesPerSide }

  private let projection: Linear
  private let classToken: [Float]
  private let positions: Matrix

  /// Loads `name.patch_embedding.weight`, `.class_embedding` and `.position_embedding.weight`.
  public init(
    _ name: String, imageSize: Int, patchSize: Int, width: Int, from source: inout WeightSource
  ) {
    self.init(
      patches: "\(name).patch_embedding.weight", classToken: "\(name).class_embedding",
      positions: "\(name).position_embedding.weight", imageSize: imageSize,
      patchSize: patchSize, width: width, from: &source)
  }

  /// Loads the three tensors by their full names.
  public init(
    patches: String, classToken: String, positions: String, imageSize: Int, patchSize: Int,
    width: Int, precision: Precision = .f32, from source: inout WeightSource
  ) {
    self.imageSize = imageSize
    self.patchSize = patchSize
    projection = Linear(
      source.matrix(patches, shape: [width, 3, patchSize, patchSize]), precision: precision)
    self.classToken = source.floats(classToken, shape: [width])
    let side = imageSize / patchSize
    self.positions = source.matrix(positions, shape: [1 + side * side, width])
  }

  /// Tokens `[batch * tokens, width]` of images `[batch, 3 * imageSize * imageSize]`.
  ///
  /// Images are planar: all of red, all of green, all of blue.
  public func callAsFunction(_ images: Matrix) -> Matrix {
    var memory = Memory(self, images: images.rows)
    embed(images, 0..<images.rows, into: &memory)
    return memory.tokens
  }

  /// What embedding some images needs, for the next ones.
  public struct Memory {
    /// The result, `[images * tokens, width]`.
    public fileprivate(set) var tokens: Matrix
    private(set) var images: Int
    fileprivate var patches: Matrix
    fileprivate var projected: Matrix

    /// Memory for so many images.
    public init(_ embedding: PatchEmbedding, images: Int) {
      let patchCount = images * embedding.patchesPerSide * embedding.patchesPerSide
      let width = embedding.classToken.count
      self.images = images
      patches = Matrix(
        rows: patchCount, columns: 3 * embedding.patchSize * embedding.patchSize)
      projected = Matrix(rows: patchCount, columns: width)
      tokens = Matrix(rows: images * embedding.tokens, columns: width)
    }
  }

  /// Writes the tokens of some of the images over those in `memory`.
  public func embed(_ images: Matrix, _ range: Range<Int>, into memory: inout Memory) {
    if memory.images != range.count { memory = Memory(self, images: range.count) }
    images.copyPatches(
      of: range, planes: 3, side: imageSize, patchSide: patchSize, into: &memory.patches)
    projection.product(memory.patches, into: &memory.projected)
    memory.projected.embedTokens(
      perImage: patchesPerSide * patchesPerSide, classToken: classToken, positions: positions,
      into: &memory.tokens)
  }
}
