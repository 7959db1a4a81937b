package dev.adjoint.internal.program;

/** Makes schedules executable: binds instructions to code. What it has none for, the operation computes by itself. */
public interface Backend {

  /** Makes a schedule executable. */
  Executable compile(Plan plan);
}
