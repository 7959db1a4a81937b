package dev.adjoint.internal.kernel;

/** Matrix products by plain loops, for matrices so small that a call would cost more than the product. */
final class DoubleProducts {

  private DoubleProducts() {}

  /** C ← op(A)·op(B) + β C: see {@link Gemm}. */
  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    int aRow = transposeA ? 1 : k;
    int aColumn = transposeA ? m : 1;
    int bRow = transposeB ? 1 : n;
    int bColumn = transposeB ? k : 1;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        int x = aAt + i * aRow;
        int y = bAt + j * bColumn;
        for (int p = 0; p < k; p++) {
          sum += a[x] * b[y];
          x += aColumn;
          y += bRow;
        }
        int z = cAt + i * n + j;
        c[z] = beta == 0 ? sum : sum + beta * c[z];
      }
    }
  }

  /** x ← β x. */
  static void scale(double beta, double[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = beta == 0 ? 0 : beta * x[i];
    }
  }

  /** y ← x + β y. */
  static void accumulate(double[] x, double beta, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = beta == 0 ? x[i] : x[i] + beta * y[yAt + i];
    }
  }
}
