import Kernels
import Testing

struct KernelLevelTests {
  @Test func `The baseline runs everywhere and the current level runs here`() {
    #expect(KernelLevel.baseline.isAvailable)
    #expect(KernelLevel.current.isAvailable)
  }

  @Test func `A family names the library that makes its products`() {
    #expect(KernelLevel.baseline.family.hasPrefix("baseline+openblas-"))
    for level in levels where level.hasOwnProduct { #expect(level.family == "\(level)") }
  }
}
