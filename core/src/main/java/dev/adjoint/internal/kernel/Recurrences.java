package dev.adjoint.internal.kernel;

/**
 * Loops in which each step needs the one before it, along the middle axis of arrays of shape outer × n × inner.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface Recurrences<A> {

  /** y[k] = a[k] y[k − 1] + b[k], from y[−1] = 0. */
  void forward(A a, A b, A y, int outer, int n, int inner);

  /** y[k] = b[k] + a[k + 1] y[k + 1], from y[n] = 0: the transpose of {@link #forward} as a function of b. */
  void backward(A a, A b, A y, int outer, int n, int inner);

  /** y[k] = x[k] y[k − 1], from y[−1] = 1. */
  void cumulativeProduct(A x, A y, int outer, int n, int inner);
}
