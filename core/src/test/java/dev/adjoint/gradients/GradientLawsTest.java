package dev.adjoint.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static dev.adjoint.gradients.RandomShapes.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Equations that hold whatever the numbers are. No differences here: they hold to a rounding. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class GradientLawsTest {

  @Provide
  Arbitrary<Shape> shapes() {
    return RandomShapes.shapes(0, 0);
  }

  @Provide
  Arbitrary<Shape> shapesWithAnAxis() {
    return RandomShapes.shapes(0, 1);
  }

  @Provide
  Arbitrary<Shape> shapesWithElements() {
    return RandomShapes.shapes(1, 1);
  }

  @Provide
  Arbitrary<List<Shape>> pairs() {
    return RandomShapes.broadcastable(2);
  }

  /** To a rounding of the largest element, or of 1. */
  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    double largest = Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 0x1p-48 * Math.max(1, largest));
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 0);
  }

  // The gradient as an operator

  @Property(tries = 100, seed = "21")
  void gradientIsLinear(@ForAll("shapes") Shape shape, @ForAll long seed) {
    var random = new Random(seed);
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    UnaryOperator<Tensor> f = x -> x.sin().mul(x).sum();
    UnaryOperator<Tensor> g = x -> x.square().add(1).log().sum();
    var at = normal(shape, seed);
    var expected = gradient(f, at).mul(a).add(gradient(g, at).mul(b));
    assertClose(expected, gradient(x -> f.apply(x).mul(a).add(g.apply(x).mul(b)), at));
  }

  private static Tensor gradient(UnaryOperator<Tensor> f, Tensor at) {
    var x = Tensor.variable(at);
    return f.apply(x).backward().of(x);
  }

  @Property(tries = 50, seed = "22")
  void gradientsOfManyUsesAddUp(@ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 8) int uses,
      @ForAll long seed) {
    var at = normal(shape, seed);
    var apart = IntStream.range(0, uses).mapToObj(i -> Tensor.variable(at)).toList();
    var gradients = entangled(apart).backward();
    var expected = apart.stream().map(gradients::of).reduce(Tensor::add).orElseThrow();
    assertClose(expected, gradient(x -> entangled(Collections.nCopies(uses, x)), at));
  }

  private static Tensor entangled(List<Tensor> x) {
    var y = x.getFirst().sin();
    for (var next : x) {
      y = y.mul(next.cos()).add(next);
    }
    return y.sum();
  }

  @Property(tries = 50, seed = "23")
  void chainRule(@ForAll("shapes") Shape shape, @ForAll long seed) {
    var x = Tensor.variable(normal(shape, seed));
    var inner = x.tanh();
    var outer = Tensor.variable(inner.detach());
    var cotangent = outer.exp().sum().backward().of(outer);
    assertSame(inner.backward(cotangent).of(x), inner.exp().sum().backward().of(x));
  }

  // Moving there and back

  @Property(tries = 50, seed = "24")
  void transposedTwice(@ForAll("shapes") Shape batch, @ForAll long seed) {
    assertIdentity(x -> x.transpose().transpose(), normal(batch.concat(Shape.of(2, 3)), seed));
  }

  @Property(tries = 100, seed = "25")
  void permutedThereAndBack(@ForAll("shapes") Shape shape, @ForAll long seed) {
    var order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] there = order.stream().mapToInt(Integer::intValue).toArray();
    int[] back = IntStream.range(0, shape.rank()).map(order::indexOf).toArray();
    assertIdentity(x -> x.permute(there).permute(back), normal(shape, seed));
  }

  @Property(tries = 50, seed = "26")
  void reshapedThereAndBack(@ForAll("shapes") Shape shape, @ForAll long seed) {
    assertIdentity(x -> x.flatten().expandDims(0).reshape(shape), normal(shape, seed));
  }

  @Property(tries = 50, seed = "27")
  void splitAndJoined(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    var random = new Random(seed);
    int axis = random.nextInt(shape.rank());
    int first = random.nextInt(shape.dim(axis) + 1);
    assertIdentity(x -> Tensor.concat(axis, x.split(axis, first, shape.dim(axis) - first).toArray(Tensor[]::new)),
        normal(shape, seed));
  }

  @Property(tries = 50, seed = "28")
  void flippedTwice(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    int axis = new Random(seed).nextInt(shape.rank());
    assertIdentity(x -> x.flip(axis).flip(axis), normal(shape, seed));
  }

  private static void assertIdentity(UnaryOperator<Tensor> f, Tensor at) {
    var x = Tensor.variable(at);
    var y = f.apply(x);
    assertSame(at, y);
    var dy = normal(at.shape(), 29);
    assertSame(dy, y.backward(dy).of(x));
  }

  // Linear operations J and their adjoints: ⟨J v, w⟩ = ⟨v, Jᵀ w⟩

  @Property(tries = 100, seed = "30")
  void sliceAndPad(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    var random = new Random(seed);
    int axis = random.nextInt(shape.rank());
    int n = shape.dim(axis);
    int start = random.nextInt(n + 1);
    int stop = random.nextInt(start, n + 1);
    assertAdjoint(v -> v.slice(axis, start, stop), w -> w.pad(axis, start, n - stop), normal(shape, seed));
    assertAdjoint(v -> v.pad(axis, 2, 1), w -> w.slice(axis, 2, 2 + n), normal(shape, seed));
  }

  @Property(tries = 50, seed = "31")
  void gatherAndScatterAdd(@ForAll("shapesWithElements") Shape shape, @ForAll @IntRange(max = 6) int count,
      @ForAll long seed) {
    var random = new Random(seed);
    int axis = random.nextInt(shape.rank());
    var indexShape = shape.with(axis, count);
    var index = Tensor.of(indexShape, random.ints(indexShape.size(), 0, shape.dim(axis)).toArray());
    var zeros = Tensor.zeros(shape.dims());
    assertAdjoint(v -> v.gather(axis, index), w -> zeros.scatterAdd(axis, index, w), normal(shape, seed));
    assertAdjoint(w -> zeros.scatterAdd(axis, index, w), v -> v.gather(axis, index), normal(indexShape, seed));
  }

  @Property(tries = 50, seed = "32")
  void indexSelectAndIndexAdd(@ForAll("shapesWithElements") Shape shape, @ForAll @IntRange(max = 6) int count,
      @ForAll long seed) {
    var random = new Random(seed);
    int axis = random.nextInt(shape.rank());
    var index = Tensor.of(random.ints(count, 0, shape.dim(axis)).toArray());
    var zeros = Tensor.zeros(shape.dims());
    assertAdjoint(v -> v.indexSelect(axis, index), w -> zeros.indexAdd(axis, index, w), normal(shape, seed));
    assertAdjoint(w -> zeros.indexAdd(axis, index, w), v -> v.indexSelect(axis, index),
        normal(shape.with(axis, count), seed));
  }

  @Property(tries = 100, seed = "33")
  void broadcastToAndSumTo(@ForAll("pairs") List<Shape> shapes, @ForAll long seed) {
    var small = shapes.get(0);
    var large = small.broadcast("test", shapes.get(1));
    assertAdjoint(v -> v.broadcastTo(large), w -> w.sumTo(small), normal(small, seed));
    assertAdjoint(v -> v.sumTo(small), w -> w.broadcastTo(large), normal(large, seed));
  }

  @Property(tries = 50, seed = "34")
  void runningSumsFromBothEnds(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    int axis = new Random(seed).nextInt(shape.rank());
    assertAdjoint(v -> v.cumulativeSum(axis), w -> w.sum(Axes.keep(axis)).sub(w.cumulativeSum(axis)).add(w),
        normal(shape, seed));
  }

  @Property(tries = 50, seed = "35")
  void concatAndItsPart(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    int axis = new Random(seed).nextInt(shape.rank());
    int n = shape.dim(axis);
    assertAdjoint(v -> Tensor.concat(axis, Tensor.zeros(shape.dims()), v, Tensor.zeros(shape.dims())),
        w -> w.split(axis, n, n, n).get(1), normal(shape, seed));
  }

  @Property(tries = 50, seed = "36")
  void diagonalAndDiagonalMatrix(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed) {
    assertAdjoint(Tensor::diagonalMatrix, Tensor::diagonal, normal(shape, seed));
    assertAdjoint(Tensor::diagonal, Tensor::diagonalMatrix, normal(shape.insert(-1, shape.dim(-1)), seed));
  }

  private static void assertAdjoint(UnaryOperator<Tensor> linear, UnaryOperator<Tensor> adjoint, Tensor v) {
    var x = Tensor.variable(v);
    var y = linear.apply(x);
    var w = normal(y.shape(), 37);
    var transposed = y.backward(w).of(x);
    assertClose(adjoint.apply(w), transposed);
    assertEquals(inner(y.detach(), w), inner(v, transposed), 0x1p-44 * (1 + v.size() + w.size()));
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }
}
