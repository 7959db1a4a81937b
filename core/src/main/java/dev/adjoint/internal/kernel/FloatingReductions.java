package dev.adjoint.internal.kernel;

/**
 * The loops along one axis that there are for floating-point numbers only.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface FloatingReductions<A> extends Reductions<A> {

  /** y[o, j] = √Σ over k of x[o, k, j]²; squares that would over- or underflow are no harm. */
  void norm(A x, A y, int outer, int n, int inner);

  /** y[o] = log Σ over k of e^x[o, k], through the row's maximum. */
  void logSumExp(A x, A y, int rows, int n);

  /** y[o, k] = e^x[o, k] / Σ over l of e^x[o, l], through the row's maximum. */
  void softmax(A x, A y, int rows, int n);

  /** y[o, k] = x[o, k] − log Σ over l of e^x[o, l], through the row's maximum. */
  void logSoftmax(A x, A y, int rows, int n);

  /** y[o] = −Σ over k of p[o, k]·logSoftmax(x)[o, k], where 0·∞ counts as 0. */
  void softmaxCrossEntropy(A x, A p, A y, int rows, int n);
}
