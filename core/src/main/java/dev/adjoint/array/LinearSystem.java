package dev.adjoint.array;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;
import org.ejml.dense.row.linsol.lu.LinearSolverLu_DDRM;

/** Systems of linear equations. The result's storage is given. */
public final class LinearSystem {

  private LinearSystem() {}

  /**
   * Y = A⁻¹·B over the last two axes, broadcasting the axes before them, by LU decomposition with pivoting, in double precision;
   * NaN where A is singular: where a pivot is 0.
   *
   * @return the number of the first matrix that is
   */
  public static OptionalInt solve(NdArray a, NdArray b, NdArray y) {
    int n = y.shape().dim(-2);
    int m = y.shape().dim(-1);
    double[] left = doubles(a);
    double[] right = doubles(b);
    double[] result = new double[y.size()];
    var batch = Product.leading(y.shape());
    var lu = new LUDecompositionAlt_DDRM();
    var solver = new LinearSolverLu_DDRM(lu);
    int decomposed = -1;
    var singular = OptionalInt.empty();
    for (int i = 0; i < (y.size() == 0 ? 0 : batch.size()); i++) {
      int k = Product.source(i, batch, Product.leading(a.shape()));
      if (k != decomposed) {
        solver.setA(matrix(left, k, n, n));
        decomposed = k;
      }
      if (hasPivots(lu.getLU(), n)) {
        var x = new DMatrixRMaj(n, m);
        solver.solve(matrix(right, Product.source(i, batch, Product.leading(b.shape())), n, m), x);
        System.arraycopy(x.data, 0, result, i * n * m, n * m);
      } else {
        Arrays.fill(result, i * n * m, (i + 1) * n * m, Double.NaN);
        singular = singular.isPresent() ? singular : OptionalInt.of(k);
      }
    }
    Loops.cast(NdArray.wrap(y.shape(), result), y);
    return singular;
  }

  private static boolean hasPivots(DMatrixRMaj lu, int n) {
    return IntStream.range(0, n).allMatch(i -> lu.get(i, i) != 0);
  }

  private static double[] doubles(NdArray x) {
    if (x.dtype() == DType.FLOAT64) {
      return x.doubles();
    }
    var cast = NdArray.allocate(x.type().with(DType.FLOAT64));
    Loops.cast(x, cast);
    return cast.doubles();
  }

  private static DMatrixRMaj matrix(double[] all, int i, int rows, int columns) {
    return DMatrixRMaj.wrap(rows, columns, Arrays.copyOfRange(all, i * rows * columns, (i + 1) * rows * columns));
  }
}
