package dev.adjoint.op;

/** What {@link LinearAlgebra#solve(dev.adjoint.Tensor, OnSingular) solve} does about a matrix that has no inverse. */
public enum OnSingular {
  /** The solution is NaN, that of other matrices of a batch is there. */
  NAN,
  /** An exception says which one it is. */
  THROW
}
