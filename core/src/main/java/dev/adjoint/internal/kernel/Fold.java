package dev.adjoint.internal.kernel;

/** The associative functions that reduce many numbers to one. */
public enum Fold {
  SUM, MAX, MIN
}
