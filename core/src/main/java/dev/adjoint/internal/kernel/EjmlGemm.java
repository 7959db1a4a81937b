package dev.adjoint.internal.kernel;

/**
 * The product by EJML, in plain Java.
 *
 * @param reason why it is this one
 */
record EjmlGemm(String reason) implements Gemm {

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    DoubleEjml.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    FloatEjml.multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
  }

  @Override
  public String describe() {
    return "EJML, " + reason;
  }
}
