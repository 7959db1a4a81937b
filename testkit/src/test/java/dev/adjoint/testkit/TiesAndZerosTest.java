package dev.adjoint.testkit;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.op.Axes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What is promised where functions have a kink. Elements are small whole numbers, so that ties and zeros abound. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class TiesAndZerosTest {

  @Provide
  Arbitrary<Shape> matrices() {
    return Arbitraries.integers().between(1, 4).array(int[].class).ofSize(2).map(Shape::of);
  }

  private static Tensor normal(Shape shape, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(shape.dims()), seed);
  }

  private static Tensor whole(Shape shape, long seed, int bound) {
    return Tensor.of(shape, new Random(seed).ints(shape.size(), -bound, bound + 1).asDoubleStream().toArray());
  }

  @Property(tries = 100, seed = "11")
  void maximumAndMinimumOfTwoSplitTiesAsDifferencesDo(
      @ForAll @TensorRange(min = -1, max = 1) @Elements(Values.Kind.WHOLE) BroadcastPair pair) {
    for (var f : List.<BinaryOperator<Tensor>>of(Tensor::maximum, Tensor::minimum)) {
      GradientCheck.DEFAULT.run(f, pair.left(), pair.right()).assertPassed();
    }
  }

  @Property(tries = 50, seed = "12")
  void clampLetsHalfThroughAtItsBoundsAsDifferencesDo(@ForAll("matrices") Shape shape, @ForAll long seed) {
    GradientCheck.DEFAULT.run((UnaryOperator<Tensor>) x -> x.clamp(-1, 1), whole(shape, seed, 2)).assertPassed();
  }

  @Property(tries = 50, seed = "13")
  void absIsFlatAtZeroAsDifferencesSeeIt(@ForAll("matrices") Shape shape, @ForAll long seed) {
    GradientCheck.DEFAULT.run((UnaryOperator<Tensor>) Tensor::abs, whole(shape, seed, 1)).assertPassed();
  }

  @Property(tries = 100, seed = "14")
  void maxAndMinShareTheGradientEvenlyAmongTies(@ForAll("matrices") Shape shape, @ForAll long seed) {
    assertShared(x -> x.max(Axes.keep(1)), whole(shape, seed, 1));
    assertShared(x -> x.min(Axes.keep(1)), whole(shape, seed, 1));
    assertShared(x -> x.max(Axes.keep(0, 1)), whole(shape, seed, 1));
  }

  private static void assertShared(UnaryOperator<Tensor> extreme, Tensor at) {
    var x = Tensor.variable(at);
    var y = extreme.apply(x);
    var dy = normal(y.shape(), 15);
    double[] gradient = y.backward(dy).of(x).toDoubles();
    double[] extremes = y.broadcastTo(x.shape()).toDoubles();
    double[] cotangents = dy.broadcastTo(x.shape()).toDoubles();
    int n = x.size() / y.size();
    double[] expected = new double[x.size()];
    for (int i = 0; i < expected.length; i++) {
      int row = i / n * n;
      long ties = IntStream.range(row, row + n).filter(k -> at.toDoubles()[k] == extremes[k]).count();
      expected[i] = at.toDoubles()[i] == extremes[i] ? cotangents[i] / ties : 0;
    }
    assertArrayEquals(expected, gradient, 1e-15);
  }

  @Property(tries = 100, seed = "16")
  void productsAreExactWithAnyNumberOfZeros(@ForAll("matrices") Shape shape, @ForAll long seed) {
    // A polynomial has no kink: both derivatives hold wherever its factors vanish.
    GradientCheck.assertGradients(x -> x.prod(1), whole(shape, seed, 1));
    GradientCheck.assertGradients(x -> x.prod(), whole(shape, seed, 1));
  }

  @Example
  void productWithOneZeroAndWithTwo() {
    var one = Tensor.variable(2.0, 0.0, 5.0);
    assertArrayEquals(new double[]{0, 10, 0}, one.prod().backward().of(one).toDoubles());
    var two = Tensor.variable(2.0, 0.0, 0.0);
    assertArrayEquals(new double[]{0, 0, 0}, two.prod().backward().of(two).toDoubles());
  }

  @Property(tries = 100, seed = "17")
  void normsOfZeroRowsAreFlatAsDifferencesSeeThem(@ForAll("matrices") Shape shape, @ForAll long seed) {
    var zeroRows = whole(Shape.of(shape.dim(0), 1), seed, 1).mul(normal(shape, seed));
    GradientCheck.DEFAULT.run((UnaryOperator<Tensor>) x -> x.norm(1), zeroRows).assertPassed();
    GradientCheck.DEFAULT.run((UnaryOperator<Tensor>) x -> x.norm(), Tensor.zeros(shape.dims())).assertPassed();
  }

  @Property(tries = 50, seed = "18")
  void whereHandsEachSideItsPartOfTheGradient(@ForAll("matrices") Shape shape, @ForAll long seed) {
    var mask = whole(shape, seed, 1).greater(0);
    var a = Tensor.variable(normal(shape, seed));
    var b = Tensor.variable(normal(shape, ~seed));
    var dy = normal(shape, seed + 1);
    var gradients = mask.where(a, b).backward(dy);
    var taken = mask.cast(dy.dtype());
    assertArrayEquals(dy.mul(taken).toDoubles(), gradients.of(a).toDoubles(), 0);
    assertArrayEquals(dy.mul(taken.rsub(1)).toDoubles(), gradients.of(b).toDoubles(), 0);
  }

  @Example
  void slopesChosenAtZero() {
    assertEquals(0, slopeAtZero(Tensor::relu));
    assertEquals(0, slopeAtZero(Tensor::abs));
    assertEquals(0, slopeAtZero(Tensor::sign));
    assertEquals(0.5, slopeAtZero(x -> x.maximum(0)));
    assertEquals(0.5, slopeAtZero(x -> x.minimum(0)));
    assertEquals(0.1, slopeAtZero(x -> x.leakyRelu(0.1)));
    assertEquals(1.5, slopeAtZero(x -> x.elu(1.5)));
    assertEquals(0, slopeAtZero(x -> x.norm()));
  }

  private static double slopeAtZero(UnaryOperator<Tensor> f) {
    var x = Tensor.variable(0);
    return f.apply(x).backward().of(x).item();
  }
}
