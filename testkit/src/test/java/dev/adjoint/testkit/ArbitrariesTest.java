package dev.adjoint.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Random tensors are what their annotations say, and shrink to the simplest that is too. */
class ArbitrariesTest {

  @Property(seed = "1", tries = 200)
  void tensors(@ForAll Tensor x) {
    assertEquals(DType.FLOAT64, x.dtype());
    assertTrue(Shapes.SMALL.contains(x.shape()));
    assertTrue(Arrays.stream(x.toDoubles()).allMatch(v -> v >= -10 && v <= 10));
  }

  @Property(seed = "2", tries = 200)
  void annotationsNarrowThem(@ForAll @TensorRange(min = 1, max = 2) @AwayFrom(value = 1.5, by = 0.1) //
  @TensorShape(minRank = 1, maxRank = 2, minSize = 0, maxSize = 5) @OfDType(DType.FLOAT32) Tensor x) {
    assertEquals(DType.FLOAT32, x.dtype());
    assertTrue(new Shapes(1, 2, 0, 5, List.of(), false).contains(x.shape()));
    for (float v : x.toFloats()) {
      assertTrue(v >= 1 && v <= 2 && Math.abs(v - 1.5) > 0.0999, () -> x.toString());
    }
  }

  @Property(seed = "3", tries = 200)
  void dimsAreKept(@ForAll @Dims({-1, 3}) Tensor x, @ForAll @Dims({2, 2}) Shape shape) {
    assertEquals(2, x.shape().rank());
    assertEquals(3, x.shape().dim(1));
    assertEquals(Shape.of(2, 2), shape);
  }

  @Property(seed = "4", tries = 200)
  void kindsOfElements(@ForAll @Elements(Values.Kind.WHOLE) Tensor whole,
      @ForAll @Elements(Values.Kind.APART) Tensor apart) {
    assertTrue(Arrays.stream(whole.toDoubles()).allMatch(v -> v == Math.rint(v)));
    assertEquals(apart.size(), Arrays.stream(apart.toDoubles()).distinct().count());
  }

  @Example
  void specialsOccur() {
    var special = TensorArbitrary.TENSORS.with(Values.DEFAULT.of(Values.Kind.SPECIAL));
    var random = new Random(1);
    double[] elements = special.draw(Shape.of(1000), random).toDoubles();
    assertTrue(Arrays.stream(elements).anyMatch(Double::isNaN));
    assertTrue(Arrays.stream(elements).anyMatch(Double::isInfinite));
    assertTrue(Arrays.stream(elements).anyMatch(v -> 1 / v == Double.NEGATIVE_INFINITY));
  }

  @Property(seed = "5", tries = 200)
  void wholeNumbersAndTruthValues(@ForAll @OfDType({DType.INT32, DType.BOOL}) Tensor x) {
    assertFalse(x.dtype().isFloating());
  }

  @Property(seed = "6", tries = 200)
  void pairsBroadcast(@ForAll BroadcastPair pair, @ForAll BroadcastTriple triple) {
    pair.left().add(pair.right());
    triple.first().add(triple.second()).add(triple.third());
  }

  @Property(seed = "7", tries = 200)
  void factorsMultiply(@ForAll @TensorShape(maxRank = 4) MatmulPair pair) {
    pair.left().matmul(pair.right());
  }

  // Matrices

  @Property(seed = "8", tries = 100)
  void symmetric(@ForAll @Symmetric Tensor a) {
    assertEquals(a.value(), a.transpose().add(0).value());
  }

  @Property(seed = "9", tries = 100)
  void positiveDefinite(@ForAll @PositiveDefinite @TensorRange(min = -2, max = 2) Tensor a, @ForAll Random random) {
    var x = Tensor.normal(DType.FLOAT64.tensor(a.shape().dim(0)), random.nextLong());
    assertTrue(x.dot(a.matmul(x)).item() >= x.dot(x).item() * (1 - 1e-12));
  }

  @Property(seed = "10", tries = 100)
  void orthogonal(@ForAll @Orthogonal @TensorShape(minRank = 2, maxRank = 3) Tensor a) {
    var identity = Tensor.eye(a.shape().dim(-1)).broadcastTo(a.shape());
    assertArrayEquals(identity.toDoubles(), a.transpose().matmul(a).toDoubles(), 1e-12);
  }

  @Property(seed = "11", tries = 100)
  void wellConditioned(@ForAll @WellConditioned(max = 7) Tensor a) {
    var values = a.toSimpleMatrix().svd().getSingularValues();
    assertEquals(a.shape().dim(0) == 1 ? 1 : 7, values[0] / values[values.length - 1], 1e-9);
  }

  // Shrinking

  @Example
  void shrinksToTheSmallestShapeAndTheRoundestElements() {
    assertEquals("FLOAT64[] 3.", smallest(x -> x.max().item() > 2));
    assertEquals("FLOAT64[2] [0., 0.]", smallest(x -> x.size() > 1));
    assertEquals("FLOAT64[2] [-1.,  1.]", smallest(x -> x.shape().rank() > 0 && x.max().item() - x.min().item() > 1
        && x.size() > 1 && x.min().item() < 0 && x.max().item() > 0));
  }

  private static String smallest(Predicate<Tensor> fails) {
    var random = new Random(3);
    var large = TensorArbitrary.TENSORS.with(Shapes.SMALL.ofRank(3, 3));
    var start = IntStream.range(0, 1000).mapToObj(i -> large.draw(large.shapes().draw(random), random)).filter(fails)
        .findFirst().orElseThrow();
    return TensorArbitrary.TENSORS.shrinkable(start) instanceof Simplifiable<Tensor> x
        ? x.minimal(fails).toString()
        : "";
  }

  @Example
  void aPairShrinksTogether() {
    var pairs = Tensors.multiplying(TensorArbitrary.TENSORS.with(Shapes.SMALL.ofSize(3, 4)));
    var start = pairs.draw(new Random(1));
    var smallest = new Simplifiable<>(start, pairs).minimal(x -> x.get(0).matmul(x.get(1)).size() > 0);
    assertEquals(List.of(Shape.of(1, 1), Shape.of(1, 1)), smallest.stream().map(Tensor::shape).toList());
  }

  @Example
  void aGraphShrinksToTheCallThatFails() {
    var random = new Random(5);
    Predicate<Graph> fails = graph -> graph.steps().stream().anyMatch(step -> step.call().source().equals("$0.tanh()"));
    var start = IntStream.range(0, 1000).mapToObj(i -> GraphArbitrary.GRAPHS.draw(random))
        .filter(graph -> graph.size() > 12 && fails.test(graph)).findFirst().orElseThrow();
    assertEquals("\nTensor x0 = Tensor.variable(0.0);\nTensor y0 = x0.tanh();\n",
        new Simplifiable<>(start, GraphArbitrary.GRAPHS).minimal(fails).toString());
  }

  // Errors

  @Example
  void setsOfNothingAreErrors() {
    assertThrows(IllegalArgumentException.class, () -> Shapes.SMALL.ofRank(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Values.DEFAULT.between(1, 0));
    assertThrows(IllegalArgumentException.class,
        () -> Values.DEFAULT.between(0, 1).awayFrom(2, 0.5).draw(1, new Random(1)));
    assertThrows(IllegalArgumentException.class, () -> Matrices.wellConditioned(TensorArbitrary.TENSORS, 0.5));
  }
}
