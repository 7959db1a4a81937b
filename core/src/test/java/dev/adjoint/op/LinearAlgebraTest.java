package dev.adjoint.op;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.ejml.simple.SimpleMatrix;

import static java.lang.Double.NaN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class LinearAlgebraTest {

  /** Over the last two axes of operands of at least two, with the axes before broadcast. */
  private static Tensor product(Tensor a, Tensor b, Shape batch) {
    int k = a.shape().dim(-1);
    return Naive.tensor(batch.concat(Shape.of(a.shape().dim(-2), b.shape().dim(-1))), index -> {
      double sum = 0;
      for (int l = 0; l < k; l++) {
        int[] left = Naive.with(index, index.length - 1, l);
        int[] right = Naive.with(index, index.length - 2, l);
        sum += element(a, left) * element(b, right);
      }
      return sum;
    });
  }

  /** Only the axes of the batch are repeated. */
  private static double element(Tensor x, int[] index) {
    int rank = x.shape().rank();
    int[] own = Arrays.copyOfRange(index, index.length - rank, index.length);
    for (int a = 0; a < rank - 2; a++) {
      own[a] = x.shape().dim(a) == 1 ? 0 : own[a];
    }
    return Naive.at(x, own);
  }

  @Property(tries = 500, seed = "1")
  void productsOfBatchesBroadcast(@ForAll Shapes.Pair batch, @ForAll @IntRange(max = 4) int n,
      @ForAll @IntRange(max = 4) int k, @ForAll @IntRange(max = 4) int m, @ForAll long seed) {
    var a = Naive.numbers(batch.left().concat(Shape.of(n, k)), seed);
    var b = Naive.numbers(batch.right().concat(Shape.of(k, m)), seed + 1);
    var expected = product(a, b, batch.result());
    Naive.assertClose(expected, a.matmul(b), 1e-13);
    Naive.assertClose(expected, a.transpose().copy().transpose().matmul(b.transpose().copy().transpose()), 1e-13);
    var turnedA = a.transpose().add(0); // filled, so that its transpose is a flag of the product
    var turnedB = b.transpose().add(0);
    Naive.assertClose(expected, turnedA.transpose().matmul(b), 1e-13);
    Naive.assertClose(expected, a.matmul(turnedB.transpose()), 1e-13);
    Naive.assertClose(expected, turnedA.transpose().matmul(turnedB.transpose()), 1e-13);
    Naive.assertClose(expected.cast(DType.FLOAT32), a.cast(DType.FLOAT32).matmul(b.cast(DType.FLOAT32)), 1e-5);
  }

  @Property(tries = 200, seed = "2")
  void vectorsAreRowsOnTheLeftAndColumnsOnTheRight(@ForAll Shape batch, @ForAll @IntRange(max = 4) int n,
      @ForAll @IntRange(max = 4) int k, @ForAll long seed) {
    var x = Naive.numbers(Shape.of(k), seed);
    var left = Naive.numbers(batch.concat(Shape.of(n, k)), seed + 1);
    var column = Tensor.of(Shape.of(k, 1), x.toDoubles());
    Naive.assertClose(Tensor.of(batch.concat(Shape.of(n)), product(left, column, batch).toDoubles()), left.matmul(x),
        1e-13);
    var right = Naive.numbers(batch.concat(Shape.of(k, n)), seed + 2);
    var row = Tensor.of(Shape.of(1, k), x.toDoubles());
    Naive.assertClose(Tensor.of(batch.concat(Shape.of(n)), product(row, right, batch).toDoubles()), x.matmul(right),
        1e-13);
  }

  private static Tensor regular(Shape batch, int n, long seed) {
    return Naive.numbers(batch.concat(Shape.of(n, n)), seed).add(Tensor.eye(n).mul(2 * n + 1));
  }

  @Property(tries = 300, seed = "5")
  void solutionsOfBatchesBroadcast(@ForAll Shapes.Pair batch, @ForAll @IntRange(max = 4) int n,
      @ForAll @IntRange(max = 4) int m, @ForAll long seed) {
    var a = regular(batch.left(), n, seed);
    var b = Naive.numbers(batch.right().concat(Shape.of(n, m)), seed + 1);
    var y = a.solve(b);
    assertEquals(batch.result().concat(Shape.of(n, m)), y.shape());
    Naive.assertClose(b.broadcastTo(y.shape()), a.matmul(y), 1e-12);
    Naive.assertClose(y.cast(DType.FLOAT32), a.cast(DType.FLOAT32).solve(b.cast(DType.FLOAT32)), 1e-5);
    var vector = Naive.numbers(Shape.of(n), seed + 2);
    Naive.assertClose(vector.broadcastTo(batch.left().concat(vector.shape())), a.matmul(a.solve(vector).expandDims(-1))
        .squeeze(-1), 1e-12);
  }

  private static final Tensor SINGULAR = Tensor.of(new double[][]{{1, 2}, {2, 4}});
  private static final Tensor REGULAR = Tensor.of(new double[][]{{2, 1}, {1, 3}});

  /** A program, a batch and a gradient see each matrix as if it were alone. */
  @Example
  void aSingularMatrixOfABatchLeavesTheOthersAsTheyAre() {
    var a = Tensor.stack(0, REGULAR, SINGULAR, REGULAR.transpose());
    var b = Tensor.of(1.0, 2);
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(t -> t.solve(b), Autodiff.vmap(t -> t.solve(b)),
        Autodiff.compile((UnaryOperator<Tensor>) t -> t.solve(b)),
        t -> Tensor.stack(0, t.get(0).solve(b), t.get(1).solve(b), t.get(2).solve(b)))) {
      var y = f.apply(a);
      assertArrayEquals(new double[]{0.2, 0.6, NaN, NaN, 0.2, 0.6}, y.toDoubles(), 1e-15);
    }
    UnaryOperator<Tensor> sum = t -> t.solve(b).sum();
    UnaryOperator<Tensor> slope = Autodiff.grad(sum);
    var expected = Tensor.stack(0, slope.apply(REGULAR), Tensor.full(NaN, REGULAR.type()),
        slope.apply(REGULAR.transpose()));
    assertArrayEquals(expected.toDoubles(), slope.apply(a).toDoubles(), 1e-15);
    assertArrayEquals(expected.toDoubles(), Autodiff.vmap(slope).apply(a).toDoubles(), 1e-15);
  }

  @Example
  void aSingularMatrixIsRefusedOnRequest() {
    var b = Tensor.of(1.0, 2);
    assertArrayEquals(new double[]{0.2, 0.6}, REGULAR.solve(b, OnSingular.THROW).toDoubles(), 1e-15);
    assertEquals("solve: the matrix is singular: FLOAT64[2, 2]",
        assertThrows(IllegalArgumentException.class, () -> SINGULAR.solve(b, OnSingular.THROW)).getMessage());
    assertEquals("solve: the matrix is singular: FLOAT64[2, 2, 2], number 1", assertThrows(
        IllegalArgumentException.class, () -> Tensor.stack(0, REGULAR, SINGULAR).solve(b, OnSingular.THROW))
        .getMessage());
  }

  /** However small the product of its pivots is. */
  @Example
  void aMatrixIsSingularIfAPivotIsZero() {
    var scales = Tensor.of(1e-200, 1e-200, 1);
    assertArrayEquals(new double[]{1, 1, 1}, scales.diagonalMatrix().solve(scales).toDoubles());
    var large = Tensor.normal(DType.FLOAT64.tensor(1200, 1200), 1);
    assertTrue(large.solve(Tensor.ones(1200)).norm().item() < 1e6);
  }

  @Property(tries = 100, seed = "3")
  void productsOfVectorsAreSumsOrMatrices(@ForAll @IntRange(max = 5) int n, @ForAll @IntRange(max = 5) int m,
      @ForAll long seed) {
    var x = Naive.numbers(Shape.of(n), seed);
    var y = Naive.numbers(Shape.of(n), seed + 1);
    var z = Naive.numbers(Shape.of(m), seed + 2);
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += Naive.at(x, i) * Naive.at(y, i);
    }
    Naive.assertClose(Tensor.of(dot), x.dot(y), 1e-14);
    Naive.assertClose(Tensor.of(dot), x.matmul(y), 1e-14);
    Naive.assertSame(Naive.tensor(Shape.of(n, m), i -> Naive.at(x, i[0]) * Naive.at(z, i[1])), x.outer(z));
  }

  @Property(tries = 100, seed = "4")
  void traceAddsTheDiagonal(@ForAll Shape batch, @ForAll @IntRange(max = 4) int n, @ForAll @IntRange(max = 4) int m,
      @ForAll long seed) {
    var x = Naive.numbers(batch.concat(Shape.of(n, m)), seed);
    var expected = Naive.tensor(batch, index -> {
      double sum = 0;
      for (int i = 0; i < Math.min(n, m); i++) {
        sum += Naive.at(x, Naive.insert(Naive.insert(index, index.length, i), index.length, i));
      }
      return sum;
    });
    Naive.assertClose(expected, x.trace(), 1e-14);
  }

  @Example
  void largeProductsAreThoseOfEjml() {
    var a = Naive.numbers(Shape.of(150, 210), 1);
    var b = Naive.numbers(Shape.of(210, 90), 2);
    SimpleMatrix expected = a.toSimpleMatrix().mult(b.toSimpleMatrix());
    assertTrue(expected.isIdentical(a.matmul(b).toSimpleMatrix(), 1e-11));
  }

  @Example
  void transposesAreReadWhereTheyLie() {
    var x = Naive.numbers(Shape.of(3, 4), 1);
    var turned = x.transpose();
    var before = turned.value().toString(); // fills it
    Naive.assertSame(x.matmul(turned), x.matmul(x.transpose()));
    assertEquals(before, turned.value().toString());
  }

  /** The transpose of a column of so many is a row; a square of them would be too large for an array. */
  @Example
  void gradientOfTheDotProductOfLongVectors() {
    var x = Tensor.variable(Tensor.ones(50_000));
    var y = Tensor.arange(0, 50_000, 1);
    assertEquals(y.value(), x.dot(y).backward().of(x).value());
  }
}
