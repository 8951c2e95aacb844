/// Whether regions and the captions of their image speak of the same things.
///
/// Counted over the images whose captions name a concept of the pool.
public struct CaptionNumbers: Codable, Hashable, Sendable {
  /// Images whose captions name a concept of the pool.
  public var images: Int
  /// Distinct concepts that an image's captions name, over all images with captions.
  public var labelsPerImage: Histogram
  /// Regions whose nearest concept is named by the image's own captions.
  public var top1: Proportion
  /// Regions of which any stored concept is named by them.
  public var topK: Proportion
  /// Kept regions whose nearest concept is named by them.
  public var kept: Proportion
  /// What `top1` would be if regions were shuffled over the images; absent without regions.
  @OrNull public var expectedTop1: Double?
  /// Labels of an image that are the nearest concept of one of its regions.
  public var labelsOnRegion: Proportion
}
