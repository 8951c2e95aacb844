internal import CKernels

/// Memory that was freed, and that the allocator keeps because it may need it again.
public enum FreedMemory {
  /// Gives it back to the system, as far as the allocator can.
  ///
  /// For the moment when a model is let go: its pages would else count beside the next one's.
  public static func giveBack() {
    ck_give_back_freed_memory()
  }
}
