package dev.adjoint.internal.kernel;

/**
 * Loops along one axis: arrays have the shape outer × n × inner and the axis is the middle one. Everything is added in an
 * order that depends on the shape alone, so that a result does not depend on the number of threads, and pairwise, in pieces
 * or in {@link Wide} sums, so that rounding errors hardly grow with the number of terms.
 *
 * @param <A> {@code double[]}, {@code float[]} or {@code int[]}
 */
public interface Reductions<A> {
  /** Elements of a row folded in one go; longer rows are folded in pieces of this length, and the pieces pairwise. */
  int PIECE = 1024;

  /** y[o, j] = fold over k of x[o, k, j]. An empty sum is 0; an empty maximum the least number, an empty minimum the greatest. */
  void fold(Fold fold, A x, A y, int outer, int n, int inner);

  /** partial[at] = fold of the first n ≤ PIECE elements of x: one piece of a long row. */
  void foldPiece(Fold fold, A x, int n, A partial, int at);

  /** y[0] = fold of the first n partial results, pairwise. */
  void foldPieces(Fold fold, A partial, int n, A y);

  /** y[o, k, j] = Σ over l ≤ k of x[o, l, j]. */
  void cumulativeSum(A x, A y, int outer, int n, int inner);

  /** y[o, index[k], j] += x[o, k, j], for x of shape outer × m × inner and y of outer × n × inner. */
  void indexAdd(A x, int[] index, A y, int outer, int n, int inner);

  /** y[o, index[o, k, j], j] += x[o, k, j], for x and index of shape outer × m × inner and y of outer × n × inner. */
  void scatterAddAlong(A x, int[] index, A y, int outer, int n, int m, int inner);
}
