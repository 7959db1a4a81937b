package dev.adjoint.testkit;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Products and their gradients, each matrix of a batch by itself, beside EJML's. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class MatmulLawsTest {

  private static Tensor normal(Shape shape, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(shape.dims()), seed);
  }

  @Property(tries = 100, seed = "41")
  void agreesWithEjml(@ForAll @IntRange(max = 40) int n, @ForAll @IntRange(max = 40) int k,
      @ForAll @IntRange(max = 40) int m, @ForAll long seed) {
    var x = Tensor.variable(normal(Shape.of(n, k), seed));
    var w = Tensor.variable(normal(Shape.of(k, m), ~seed));
    assertLikeEjml(x, w, x.matmul(w), seed);
  }

  @Property(tries = 50, seed = "42")
  void transposesAgreeWithEjml(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll @IntRange(min = 1, max = 20) int k,
      @ForAll @IntRange(min = 1, max = 20) int m, @ForAll long seed) {
    var x = Tensor.variable(normal(Shape.of(k, n), seed));
    var w = Tensor.variable(normal(Shape.of(m, k), ~seed));
    var y = x.transpose().matmul(w.transpose());
    var expected = new DMatrixRMaj(n, m);
    CommonOps_DDRM.multTransAB(x.toDMatrixRMaj(), w.toDMatrixRMaj(), expected);
    assertClose(expected, y, k);
    var dy = normal(y.shape(), seed + 1);
    var gradients = y.backward(dy);
    var dx = new DMatrixRMaj(k, n);
    CommonOps_DDRM.multTransAB(w.toDMatrixRMaj(), dy.toDMatrixRMaj(), dx); // Xᵀ Wᵀ = Y gives ∇X = Wᵀ ∇Yᵀ
    assertClose(dx, gradients.of(x), m);
  }

  @Property(tries = 50, seed = "43")
  void batchesAreProductsOneByOne(@ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 4) int outer, @ForAll @IntRange(max = 9) int n, @ForAll @IntRange(max = 9) int k,
      @ForAll @IntRange(max = 9) int m, @ForAll long seed) {
    var x = normal(Shape.of(outer, 1, n, k), seed);
    var w = normal(Shape.of(batch, k, m), ~seed);
    var y = x.matmul(w);
    assertEquals(Shape.of(outer, batch, n, m), y.shape());
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < batch; j++) {
        var left = Tensor.variable(x.get(i).get(0));
        var right = Tensor.variable(w.get(j));
        assertLikeEjml(left, right, left.matmul(right), seed);
        assertClose(left.matmul(right).toDMatrixRMaj(), y.get(i).get(j), k);
      }
    }
  }

  @Property(tries = 50, seed = "44")
  void batchTimesOneMatrixIsProductsOneByOne(@ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(max = 9) int n, @ForAll @IntRange(max = 9) int k, @ForAll @IntRange(max = 9) int m,
      @ForAll long seed) {
    var x = normal(Shape.of(batch, n, k), seed);
    var w = normal(Shape.of(k, m), ~seed);
    var y = x.matmul(w);
    for (int i = 0; i < batch; i++) {
      assertClose(x.get(i).matmul(w).toDMatrixRMaj(), y.get(i), k);
    }
  }

  private static void assertLikeEjml(Tensor x, Tensor w, Tensor y, long seed) {
    var left = x.toDMatrixRMaj();
    var right = w.toDMatrixRMaj();
    var expected = new DMatrixRMaj(left.numRows, right.numCols);
    CommonOps_DDRM.mult(left, right, expected);
    assertClose(expected, y, left.numCols);
    var dy = normal(y.shape(), seed + 1);
    var gradients = y.backward(dy);
    var dx = new DMatrixRMaj(left.numRows, left.numCols);
    CommonOps_DDRM.multTransB(dy.toDMatrixRMaj(), right, dx);
    assertClose(dx, gradients.of(x), right.numCols);
    var dw = new DMatrixRMaj(right.numRows, right.numCols);
    CommonOps_DDRM.multTransA(left, dy.toDMatrixRMaj(), dw);
    assertClose(dw, gradients.of(w), left.numRows);
  }

  /** Sums of n products of numbers below 6, in any order. */
  private static void assertClose(DMatrixRMaj expected, Tensor actual, int n) {
    assertEquals(Shape.of(expected.numRows, expected.numCols), actual.shape());
    assertArrayEquals(expected.data, actual.toDoubles(), 36 * n * n * 0x1p-53);
  }
}
