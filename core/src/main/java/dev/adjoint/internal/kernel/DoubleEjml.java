package dev.adjoint.internal.kernel;

import java.util.Arrays;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Matrix products by EJML, which knows no offsets, so that parts of larger arrays are copied. */
final class DoubleEjml {
  /** The longest inner dimension that EJML adds up, one by one; longer products are sums of such, in pairs. */
  private static final int LONGEST = 256;

  private DoubleEjml() {}

  /** C ← op(A)·op(B) + β C: see {@link Gemm}. */
  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    if (m == 0 || n == 0 || k == 0) {
      DoubleProducts.scale(beta, c, cAt, cAt + m * n);
      return;
    }
    double[] y = cAt == 0 && beta == 0 ? c : new double[m * n];
    if (k <= LONGEST) {
      multiply(transposeA, transposeB, m, n, k, part(a, aAt, m * k), part(b, bAt, k * n), y);
    } else {
      multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, 0, k, y);
    }
    if (cAt != 0 || beta != 0) {
      DoubleProducts.accumulate(y, beta, c, cAt, m * n);
    }
  }

  /** Y = A·B over a part of the inner dimension: the sum of its halves, unless it is short. */
  private static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt,
      double[] b, int bAt, int from, int to, double[] y) {
    if (to - from <= LONGEST) {
      double[] x = transposeA ? Arrays.copyOfRange(a, aAt + from * m, aAt + to * m) : columns(a, aAt, m, k, from, to);
      double[] w = transposeB ? columns(b, bAt, n, k, from, to) : Arrays.copyOfRange(b, bAt + from * n, bAt + to * n);
      multiply(transposeA, transposeB, m, n, to - from, x, w, y);
      return;
    }
    int middle = (from + to) >>> 1;
    double[] right = new double[m * n];
    multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, from, middle, y);
    multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, middle, to, right);
    DoubleProducts.accumulate(right, 1, y, 0, m * n);
  }

  private static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, double[] b,
      double[] c) {
    var x = DMatrixRMaj.wrap(transposeA ? k : m, transposeA ? m : k, a);
    var w = DMatrixRMaj.wrap(transposeB ? n : k, transposeB ? k : n, b);
    var y = DMatrixRMaj.wrap(m, n, c);
    if (transposeA && transposeB) {
      CommonOps_DDRM.multTransAB(x, w, y);
    } else if (transposeA) {
      CommonOps_DDRM.multTransA(x, w, y);
    } else if (transposeB) {
      CommonOps_DDRM.multTransB(x, w, y);
    } else {
      CommonOps_DDRM.mult(x, w, y);
    }
  }

  private static double[] part(double[] x, int at, int length) {
    return at == 0 ? x : Arrays.copyOfRange(x, at, at + length);
  }

  /** Some of the columns of a matrix. */
  private static double[] columns(double[] x, int at, int rows, int columns, int from, int to) {
    double[] y = new double[rows * (to - from)];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, at + r * columns + from, y, r * (to - from), to - from);
    }
    return y;
  }
}
