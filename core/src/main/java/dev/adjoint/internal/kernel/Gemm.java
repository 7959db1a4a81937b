package dev.adjoint.internal.kernel;

/** General matrix product C ← op(A)·op(B) on row-major arrays, where op(X) is X or Xᵀ. */
public interface Gemm {

  /** The implementation in use. */
  static Gemm get() {
    return EjmlGemm.INSTANCE;
  }

  /**
   * C ← op(A)·op(B), where op(A) is m × k, op(B) is k × n and C is m × n, each starting at its offset.
   *
   * @param transposeA whether A is stored k × m
   * @param transposeB whether B is stored n × k
   */
  void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b, int bAt,
      double[] c, int cAt);

  /** The same for floats. */
  void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b, int bAt,
      float[] c, int cAt);
}
