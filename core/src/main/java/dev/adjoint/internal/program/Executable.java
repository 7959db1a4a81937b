package dev.adjoint.internal.program;

import dev.adjoint.array.NdArray;

/** A schedule that can be run, by any number of threads at a time. */
public interface Executable {

  /** Runs on these inputs; the storage of the first ones, the states, is overwritten. The other results are new arrays. */
  NdArray[] run(NdArray[] inputs);

  /** What a step does and how, for people. */
  String describe(int step);
}
