package dev.adjoint.internal.program;

import java.util.Map;

import dev.adjoint.array.NdArray;

/** Makes schedules executable: binds instructions to code. What it has none for, the operation computes by itself. */
public interface Backend {

  /**
   * Makes a schedule executable.
   *
   * @param constants the elements of the values that the schedule says are constants
   */
  Executable compile(Schedule schedule, Map<Integer, NdArray> constants);
}
