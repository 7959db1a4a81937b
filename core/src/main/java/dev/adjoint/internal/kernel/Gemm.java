package dev.adjoint.internal.kernel;

/** General matrix product C ← op(A)·op(B) + β C on row-major arrays, where op(X) is X or Xᵀ. */
public interface Gemm {

  /** The implementation in use, chosen once. */
  static Gemm get() {
    return GemmChoice.CHOSEN;
  }

  /**
   * C ← op(A)·op(B) + β C, where op(A) is m × k, op(B) is k × n and C is m × n, each starting at its offset.
   *
   * @param transposeA whether A is stored k × m
   * @param transposeB whether B is stored n × k
   * @param beta β; with 0, C is overwritten whatever it holds, NaN too
   */
  void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b, int bAt,
      double beta, double[] c, int cAt);

  /** The same for floats. */
  void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b, int bAt,
      float beta, float[] c, int cAt);

  /** The library and where it comes from. */
  String describe();
}
