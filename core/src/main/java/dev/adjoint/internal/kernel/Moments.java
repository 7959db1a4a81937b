package dev.adjoint.internal.kernel;

/**
 * Mean and variance along the middle axis of arrays of shape outer × n × inner.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface Moments<A> {

  /** mean = Σ x / n, variance = Σ (x − mean)² / n; x is read from memory once. */
  void meanAndVariance(A x, A mean, A variance, int outer, int n, int inner);
}
