package dev.adjoint.internal.kernel;

/**
 * Multiplies small matrices by plain loops and leaves the others to a library.
 *
 * @param library for products of more than {@link #LIMIT} multiplications
 */
record SmallGemm(Gemm library) implements Gemm {
  /** Where a call into a native library starts to win, measured. */
  private static final int LIMIT = 400;

  private static boolean isSmall(int m, int n, int k) {
    return (long) m * n * k <= LIMIT;
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    if (isSmall(m, n, k)) {
      DoubleProducts.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    } else {
      library.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    }
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    if (isSmall(m, n, k)) {
      FloatProducts.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    } else {
      library.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    }
  }

  @Override
  public String describe() {
    return library.describe();
  }
}
