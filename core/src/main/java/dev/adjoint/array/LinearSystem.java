package dev.adjoint.array;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.internal.Message;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/** Systems of linear equations. The result's storage is given. */
public final class LinearSystem {

  private LinearSystem() {}

  /**
   * Y = A⁻¹·B over the last two axes, by LU decomposition with pivoting, in double precision.
   *
   * @throws IllegalArgumentException if a matrix is singular
   */
  public static void solve(NdArray a, NdArray b, NdArray y) {
    int n = y.shape().dim(-2);
    int m = y.shape().dim(-1);
    double[] left = doubles(a);
    double[] right = doubles(b);
    double[] result = new double[y.size()];
    for (int i = 0; i < (y.size() == 0 ? 0 : y.size() / (n * m)); i++) {
      var solver = LinearSolverFactory_DDRM.lu(n);
      var x = new DMatrixRMaj(n, m);
      if (!solver.setA(matrix(left, i, n, n)) || solver.quality() == 0) {
        throw Message.illegal("solve", "the matrix is singular: %s", a.type());
      }
      solver.solve(matrix(right, i, n, m), x);
      System.arraycopy(x.data, 0, result, i * n * m, n * m);
    }
    Elementwise.cast(NdArray.wrap(y.shape(), result), y);
  }

  private static double[] doubles(NdArray x) {
    if (x.dtype() == DType.FLOAT64) {
      return x.doubles();
    }
    var cast = NdArray.allocate(x.type().with(DType.FLOAT64));
    Elementwise.cast(x, cast);
    return cast.doubles();
  }

  private static DMatrixRMaj matrix(double[] all, int i, int rows, int columns) {
    return DMatrixRMaj.wrap(rows, columns, Arrays.copyOfRange(all, i * rows * columns, (i + 1) * rows * columns));
  }
}
