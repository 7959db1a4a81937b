package dev.adjoint.internal.kernel;

/**
 * Loops that move elements and do not look at them.
 *
 * @param <A> {@code double[]}, {@code float[]}, {@code int[]} or {@code boolean[]}
 */
public interface Movements<A> {

  /** A new array of n zeros (or false). */
  A allocate(int n);

  /** y[i] = 0 (or false) for i &lt; n. */
  void clear(A y, int n);

  /** y[at + i − from] = x[s(i)] for from ≤ i &lt; to: reads a strided grid into consecutive elements. */
  void gather(A x, Strided s, int from, int to, A y, int at);

  /** y[s(i)] = x[i] for every i: writes consecutive elements onto a strided grid. */
  void scatter(A x, A y, Strided s);

  /** y = xᵀ for x of shape rows × columns, both at an offset. */
  void transpose(A x, int xAt, int rows, int columns, A y, int yAt);

  /** y[i] = c[i] ? a[i] : b[i] for from ≤ i &lt; to. */
  void select(boolean[] c, A a, A b, A y, int from, int to);

  /** y[o, k, j] = x[o, index[k], j], for x of shape outer × n × inner. */
  void indexSelect(A x, int[] index, A y, int outer, int n, int inner);

  /** y[o, k, j] = x[o, index[o, k, j], j], for x of shape outer × n × inner and index of outer × m × inner. */
  void gatherAlong(A x, int[] index, A y, int outer, int n, int m, int inner);
}
