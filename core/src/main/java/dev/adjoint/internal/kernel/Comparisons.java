package dev.adjoint.internal.kernel;

import dev.adjoint.op.Relation;

/**
 * Comparing loops over one ordered element type.
 *
 * @param <A> {@code double[]}, {@code float[]} or {@code int[]}
 */
public interface Comparisons<A> {

  /** y[i] = a[i] R b[i] for from ≤ i &lt; to. */
  void compare(Relation relation, A a, A b, boolean[] y, int from, int to);

  /**
   * y[o, j] = the k whose x[o, k, j] is largest, for x of shape outer × n × inner; the first one at ties. A NaN counts as
   * larger than every number.
   */
  void argmax(A x, int[] y, int outer, int n, int inner);

  /**
   * y[o, ·, j] = the positions k in the order of x[o, k, j], which rises, or falls; equal elements stay in their order, and a NaN counts
   * as larger than every number.
   */
  void argsort(A x, int[] y, int outer, int n, int inner, boolean descending);

  /** As {@link #argmax}, for the smallest; a NaN counts as smaller than every number. */
  void argmin(A x, int[] y, int outer, int n, int inner);

  /** y[o, k, j] = the l ≤ k whose x[o, l, j] is largest; the last one at ties. A NaN counts as larger than every number. */
  void cumulativeArgmax(A x, int[] y, int outer, int n, int inner);

  /** As {@link #cumulativeArgmax}, for the smallest; a NaN counts as smaller than every number. */
  void cumulativeArgmin(A x, int[] y, int outer, int n, int inner);
}
