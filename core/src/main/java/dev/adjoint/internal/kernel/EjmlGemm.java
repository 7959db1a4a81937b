package dev.adjoint.internal.kernel;

import java.util.Arrays;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The product by EJML, in plain Java. EJML knows no offsets, so that parts of larger arrays are copied.
 *
 * @param reason why it is this one
 */
record EjmlGemm(String reason) implements Gemm {
  /** The longest inner dimension that EJML adds up, one by one; longer products are sums of such, in pairs. */
  private static final int LONGEST = 256;

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
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

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    if (m == 0 || n == 0 || k == 0) {
      FloatProducts.scale(beta, c, cAt, cAt + m * n);
      return;
    }
    float[] y = cAt == 0 && beta == 0 ? c : new float[m * n];
    if (k <= LONGEST) {
      multiply(transposeA, transposeB, m, n, k, part(a, aAt, m * k), part(b, bAt, k * n), y);
    } else {
      multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, 0, k, y);
    }
    if (cAt != 0 || beta != 0) {
      FloatProducts.accumulate(y, beta, c, cAt, m * n);
    }
  }

  /** Y = A·B over a part of the inner dimension: the sum of its halves, unless it is short. */
  private static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt,
      float[] b, int bAt, int from, int to, float[] y) {
    if (to - from <= LONGEST) {
      float[] x = transposeA ? Arrays.copyOfRange(a, aAt + from * m, aAt + to * m) : columns(a, aAt, m, k, from, to);
      float[] w = transposeB ? columns(b, bAt, n, k, from, to) : Arrays.copyOfRange(b, bAt + from * n, bAt + to * n);
      multiply(transposeA, transposeB, m, n, to - from, x, w, y);
      return;
    }
    int middle = (from + to) >>> 1;
    float[] right = new float[m * n];
    multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, from, middle, y);
    multiply(transposeA, transposeB, m, n, k, a, aAt, b, bAt, middle, to, right);
    FloatProducts.accumulate(right, 1, y, 0, m * n);
  }

  private static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, float[] b,
      float[] c) {
    var x = FMatrixRMaj.wrap(transposeA ? k : m, transposeA ? m : k, a);
    var w = FMatrixRMaj.wrap(transposeB ? n : k, transposeB ? k : n, b);
    var y = FMatrixRMaj.wrap(m, n, c);
    if (transposeA && transposeB) {
      CommonOps_FDRM.multTransAB(x, w, y);
    } else if (transposeA) {
      CommonOps_FDRM.multTransA(x, w, y);
    } else if (transposeB) {
      CommonOps_FDRM.multTransB(x, w, y);
    } else {
      CommonOps_FDRM.mult(x, w, y);
    }
  }

  private static float[] part(float[] x, int at, int length) {
    return at == 0 ? x : Arrays.copyOfRange(x, at, at + length);
  }

  /** Some of the columns of a matrix. */
  private static float[] columns(float[] x, int at, int rows, int columns, int from, int to) {
    float[] y = new float[rows * (to - from)];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, at + r * columns + from, y, r * (to - from), to - from);
    }
    return y;
  }

  @Override
  public String describe() {
    return "EJML, " + reason;
  }
}
