package dev.adjoint.internal.kernel;

/** What is done to the registers of a {@link Block}. */
public interface BlockLoop {

  /** Computes the elements of a block. */
  void run(Block block);
}
