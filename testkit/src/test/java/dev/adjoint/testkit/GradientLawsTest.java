package dev.adjoint.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Equations that hold whatever the numbers are. No differences here: they hold to a rounding. */
class GradientLawsTest {

  /** To a rounding of the largest element, or of 1. */
  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    double largest = Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 0x1p-46 * Math.max(1, largest));
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 0);
  }

  private static Tensor normal(Shape shape, long seed) {
    return Tensor.normal(dev.adjoint.DType.FLOAT64.tensor(shape.dims()), seed);
  }

  // The gradient as an operator

  @Property(seed = "21")
  void gradientsOfManyUsesAddUp(@ForAll @TensorShape(minSize = 0) Tensor at,
      @ForAll @IntRange(min = 1, max = 8) int uses) {
    var apart = IntStream.range(0, uses).mapToObj(i -> Tensor.variable(at)).toList();
    var gradients = entangled(apart).backward();
    var expected = apart.stream().map(gradients::of).reduce(Tensor::add).orElseThrow();
    var x = Tensor.variable(at);
    assertClose(expected, entangled(Collections.nCopies(uses, x)).backward().of(x));
  }

  private static Tensor entangled(List<Tensor> x) {
    var y = x.getFirst().sin();
    for (var next : x) {
      y = y.mul(next.cos()).add(next);
    }
    return y.sum();
  }

  @Property(seed = "22")
  void chainRule(@ForAll @TensorShape(minSize = 0) Tensor at) {
    var x = Tensor.variable(at);
    var inner = x.tanh();
    var outer = Tensor.variable(inner.detach());
    var cotangent = outer.exp().sum().backward().of(outer);
    assertSame(inner.backward(cotangent).of(x), inner.exp().sum().backward().of(x));
  }

  // Moving there and back

  @Property(seed = "24")
  void transposedTwice(@ForAll @TensorShape(minRank = 2, maxRank = 4, minSize = 0) Tensor at) {
    assertIdentity(x -> x.transpose().transpose(), at);
  }

  @Property(seed = "25")
  void permutedThereAndBack(@ForAll @TensorShape(maxRank = 4, minSize = 0) Tensor at, @ForAll Random random) {
    var order = new ArrayList<>(IntStream.range(0, at.shape().rank()).boxed().toList());
    Collections.shuffle(order, random);
    int[] there = order.stream().mapToInt(Integer::intValue).toArray();
    int[] back = IntStream.range(0, there.length).map(order::indexOf).toArray();
    assertIdentity(x -> x.permute(there).permute(back), at);
  }

  @Property(seed = "26")
  void reshapedThereAndBack(@ForAll @TensorShape(minSize = 0) Tensor at) {
    assertIdentity(x -> x.flatten().expandDims(0).reshape(at.shape()), at);
  }

  @Property(seed = "27")
  void splitAndJoined(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at, @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    int first = random.nextInt(at.shape().dim(axis) + 1);
    assertIdentity(x -> Tensor.concat(axis, x.split(axis, first, at.shape().dim(axis) - first).toArray(Tensor[]::new)),
        at);
  }

  @Property(seed = "28")
  void flippedTwice(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at, @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    assertIdentity(x -> x.flip(axis).flip(axis), at);
  }

  private static void assertIdentity(UnaryOperator<Tensor> f, Tensor at) {
    var x = Tensor.variable(at);
    var y = f.apply(x);
    assertSame(at, y);
    var dy = normal(at.shape(), 29);
    assertSame(dy, y.backward(dy).of(x));
  }

  // Linear operations J and their adjoints: ⟨J v, w⟩ = ⟨v, Jᵀ w⟩

  @Property(seed = "30")
  void sliceAndPad(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at, @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    int n = at.shape().dim(axis);
    int start = random.nextInt(n + 1);
    int stop = random.nextInt(start, n + 1);
    assertAdjoint(v -> v.slice(axis, start, stop), w -> w.pad(axis, start, n - stop), at);
    assertAdjoint(v -> v.pad(axis, 2, 1), w -> w.slice(axis, 2, 2 + n), at);
  }

  @Property(seed = "31")
  void gatherAndScatterAdd(@ForAll @TensorShape(minRank = 1) Tensor at, @ForAll @IntRange(max = 6) int count,
      @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    var indexShape = at.shape().with(axis, count);
    var index = Tensor.of(indexShape, random.ints(indexShape.size(), 0, at.shape().dim(axis)).toArray());
    var zeros = Tensor.zeros(at.type());
    assertAdjoint(v -> v.gather(axis, index), w -> zeros.scatterAdd(axis, index, w), at);
    assertAdjoint(w -> zeros.scatterAdd(axis, index, w), v -> v.gather(axis, index), normal(indexShape, 1));
  }

  @Property(seed = "32")
  void indexSelectAndIndexAdd(@ForAll @TensorShape(minRank = 1) Tensor at, @ForAll @IntRange(max = 6) int count,
      @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    var index = Tensor.of(random.ints(count, 0, at.shape().dim(axis)).toArray());
    var zeros = Tensor.zeros(at.type());
    assertAdjoint(v -> v.indexSelect(axis, index), w -> zeros.indexAdd(axis, index, w), at);
    assertAdjoint(w -> zeros.indexAdd(axis, index, w), v -> v.indexSelect(axis, index),
        normal(at.shape().with(axis, count), 1));
  }

  @Property(seed = "33")
  void broadcastToAndSumTo(@ForAll @TensorShape(minSize = 0) BroadcastPair pair) {
    var small = pair.left().shape();
    var large = small.broadcast("test", pair.right().shape());
    assertAdjoint(v -> v.broadcastTo(large), w -> w.sumTo(small), pair.left());
    assertAdjoint(v -> v.sumTo(small), w -> w.broadcastTo(large), normal(large, 1));
  }

  @Property(seed = "34")
  void runningSumsFromBothEnds(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at, @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    assertAdjoint(v -> v.cumulativeSum(axis), w -> w.sum(Axes.keep(axis)).sub(w.cumulativeSum(axis)).add(w), at);
  }

  @Property(seed = "35")
  void concatAndItsPart(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at, @ForAll Random random) {
    int axis = random.nextInt(at.shape().rank());
    int n = at.shape().dim(axis);
    var zeros = Tensor.zeros(at.type());
    assertAdjoint(v -> Tensor.concat(axis, zeros, v, zeros), w -> w.split(axis, n, n, n).get(1), at);
  }

  @Property(seed = "36")
  void diagonalAndDiagonalMatrix(@ForAll @TensorShape(minRank = 1, minSize = 0) Tensor at) {
    assertAdjoint(Tensor::diagonalMatrix, Tensor::diagonal, at);
    assertAdjoint(Tensor::diagonal, Tensor::diagonalMatrix, normal(at.shape().insert(-1, at.shape().dim(-1)), 1));
  }

  private static void assertAdjoint(UnaryOperator<Tensor> linear, UnaryOperator<Tensor> adjoint, Tensor v) {
    var x = Tensor.variable(v);
    var y = linear.apply(x);
    var w = normal(y.shape(), 37);
    var transposed = y.backward(w).of(x);
    assertClose(adjoint.apply(w), transposed);
    assertEquals(inner(y.detach(), w), inner(v, transposed), 0x1p-40 * (1 + v.size() + w.size()));
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }
}
