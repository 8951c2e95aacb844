import Codecs
import Kernels
import Labeling

/// What this program is, and what it stands on.
enum Version {
  /// The lines of `--version`.
  static var text: String {
    """
    \(LabelingPipeline.toolVersion)
    zstd \(ZstdCompressor.libraryVersion), \(KernelLevel.current.family)
    """
  }
}
