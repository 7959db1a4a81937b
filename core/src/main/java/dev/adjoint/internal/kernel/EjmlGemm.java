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

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, int aAt, double[] b,
      int bAt, double beta, double[] c, int cAt) {
    if (m == 0 || n == 0 || k == 0) {
      DoubleProducts.scale(beta, c, cAt, cAt + m * n);
      return;
    }
    var x = DMatrixRMaj.wrap(transposeA ? k : m, transposeA ? m : k, part(a, aAt, m * k));
    var w = DMatrixRMaj.wrap(transposeB ? n : k, transposeB ? k : n, part(b, bAt, k * n));
    var y = DMatrixRMaj.wrap(m, n, cAt == 0 && beta == 0 ? c : new double[m * n]);
    if (transposeA && transposeB) {
      CommonOps_DDRM.multTransAB(x, w, y);
    } else if (transposeA) {
      CommonOps_DDRM.multTransA(x, w, y);
    } else if (transposeB) {
      CommonOps_DDRM.multTransB(x, w, y);
    } else {
      CommonOps_DDRM.mult(x, w, y);
    }
    if (cAt != 0 || beta != 0) {
      DoubleProducts.accumulate(y.data, beta, c, cAt, m * n);
    }
  }

  @Override
  public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aAt, float[] b,
      int bAt, float beta, float[] c, int cAt) {
    if (m == 0 || n == 0 || k == 0) {
      FloatProducts.scale(beta, c, cAt, cAt + m * n);
      return;
    }
    var x = FMatrixRMaj.wrap(transposeA ? k : m, transposeA ? m : k, part(a, aAt, m * k));
    var w = FMatrixRMaj.wrap(transposeB ? n : k, transposeB ? k : n, part(b, bAt, k * n));
    var y = FMatrixRMaj.wrap(m, n, cAt == 0 && beta == 0 ? c : new float[m * n]);
    if (transposeA && transposeB) {
      CommonOps_FDRM.multTransAB(x, w, y);
    } else if (transposeA) {
      CommonOps_FDRM.multTransA(x, w, y);
    } else if (transposeB) {
      CommonOps_FDRM.multTransB(x, w, y);
    } else {
      CommonOps_FDRM.mult(x, w, y);
    }
    if (cAt != 0 || beta != 0) {
      FloatProducts.accumulate(y.data, beta, c, cAt, m * n);
    }
  }

  private static double[] part(double[] x, int at, int length) {
    return at == 0 ? x : Arrays.copyOfRange(x, at, at + length);
  }

  private static float[] part(float[] x, int at, int length) {
    return at == 0 ? x : Arrays.copyOfRange(x, at, at + length);
  }

  @Override
  public String describe() {
    return "EJML, " + reason;
  }
}
