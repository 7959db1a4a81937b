package dev.adjoint.op;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Arithmetic of whole numbers and truth values: against longs of which the low 32 bits are left, compiled, and in batches. */
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class IntegersTest {

  /** y = f(x). */
  record Map(String name, UnaryOperator<Tensor> operation, LongUnaryOperator formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Map> MAPS = List.of( //
      new Map("neg", Tensor::neg, x -> -x), //
      new Map("abs", Tensor::abs, Math::abs), //
      new Map("sign", Tensor::sign, Long::signum), //
      new Map("square", Tensor::square, x -> x * x), //
      new Map("add", x -> x.add(3), x -> x + 3), //
      new Map("sub", x -> x.sub(Integer.MIN_VALUE), x -> x - Integer.MIN_VALUE), //
      new Map("rsub", x -> x.rsub(-7), x -> -7 - x), //
      new Map("mul", x -> x.mul(Integer.MAX_VALUE), x -> x * Integer.MAX_VALUE), //
      new Map("floorDiv", x -> x.floorDiv(-3), x -> Math.floorDiv(x, -3)), //
      new Map("mod", x -> x.mod(-3), x -> Math.floorMod(x, -3L)), //
      new Map("maximum", x -> x.maximum(2), x -> Math.max(x, 2)), //
      new Map("minimum", x -> x.minimum(-2), x -> Math.min(x, -2)), //
      new Map("clamp", x -> x.clamp(-4, 9), x -> Math.clamp(x, -4, 9)));

  /** y = f(a, b), with broadcasting. */
  record Zip(String name, BinaryOperator<Tensor> operation, LongBinaryOperator formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Zip> ZIPS = List.of( //
      new Zip("add", Tensor::add, Long::sum), //
      new Zip("sub", Tensor::sub, (a, b) -> a - b), //
      new Zip("mul", Tensor::mul, (a, b) -> a * b), //
      new Zip("floorDiv", (a, b) -> a.floorDiv(nonzero(b)), (a, b) -> Math.floorDiv(a, b == 0 ? 1 : b)), //
      new Zip("mod", (a, b) -> a.mod(nonzero(b)), (a, b) -> Math.floorMod(a, b == 0 ? 1 : b)), //
      new Zip("maximum", Tensor::maximum, Math::max), //
      new Zip("minimum", Tensor::minimum, Math::min), //
      new Zip("where", (a, b) -> a.less(b).where(a, b.neg()), (a, b) -> a < b ? a : -b));

  private static Tensor nonzero(Tensor b) {
    return b.equal(0).where(1, b);
  }

  @Provide
  Arbitrary<Map> maps() {
    return Arbitraries.of(MAPS);
  }

  @Provide
  Arbitrary<Zip> zips() {
    return Arbitraries.of(ZIPS);
  }

  /** Small ones and large ones, and now and then one of the largest. */
  private static Tensor numbers(Shape shape, long seed) {
    var random = new Random(seed);
    return Tensor.of(shape, random.ints(shape.size()).map(x -> switch (random.nextInt(20)) {
      case 0 -> Integer.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE;
      default -> x >> random.nextInt(32);
    }).toArray());
  }

  private static Tensor wrapped(Shape shape, Function<int[], Long> f) {
    int[] elements = new int[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = f.apply(Naive.index(shape, i)).intValue();
    }
    return Tensor.of(shape, elements);
  }

  private static long at(Tensor x, int... index) {
    return (long) Naive.at(x, index);
  }

  /** That the function gives this eagerly, compiled, and for each example of a batch. */
  private static void assertGives(Tensor expected, Function<List<Tensor>, Tensor> f, Tensor... x) {
    Naive.assertSame(expected, f.apply(List.of(x)));
    var types = List.of(x).stream().map(Tensor::type).toList();
    Naive.assertSame(expected, Program.trace(types, in -> List.of(f.apply(in))).run(x).getFirst());
    var batch = List.of(x).stream().map(t -> Tensor.stack(0, t, t)).toList();
    Naive.assertSame(Tensor.stack(0, expected, expected), Autodiff.vmap(f).apply(batch));
  }

  @Property(tries = 300, seed = "1")
  void functionsOfOneWrap(@ForAll("maps") Map f, @ForAll Shape shape, @ForAll long seed) {
    var x = numbers(shape, seed);
    assertGives(wrapped(shape, index -> f.formula.applyAsLong(at(x, index))), in -> f.operation.apply(in.get(0)), x);
  }

  @Property(tries = 400, seed = "2")
  void functionsOfTwoWrapAndBroadcast(@ForAll("zips") Zip f, @ForAll Shapes.Pair shapes, @ForAll long seed) {
    var a = numbers(shapes.left(), seed);
    var b = numbers(shapes.right(), seed + 1);
    var expected = wrapped(shapes.result(),
        index -> f.formula.applyAsLong((long) Naive.repeated(a, index), (long) Naive.repeated(b, index)));
    assertGives(expected, in -> f.operation.apply(in.get(0), in.get(1)), a, b);
  }

  @Property(tries = 200, seed = "3")
  void reductionsWrap(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll long seed) {
    if (shape.rank() == 0) {
      return;
    }
    int axis = at % shape.rank();
    int n = shape.dim(axis);
    var x = numbers(shape, seed);
    var kept = shape.with(axis, 1);
    assertGives(reduced(x, axis, 0, Long::sum).reshape(shape.without(axis)), in -> in.get(0).sum(axis), x);
    assertGives(reduced(x, axis, 0, Long::sum), in -> in.get(0).sum(Axes.keep(axis)), x);
    assertGives(reduced(x, axis, 1, (a, b) -> (int) (a * b)), in -> in.get(0).prod(Axes.keep(axis)), x);
    assertGives(wrapped(Shape.SCALAR, _ -> (long) java.util.Arrays.stream(x.toInts()).sum()), in -> in.get(0).sum(), x);
    if (n > 0) {
      assertGives(reduced(x, axis, Integer.MIN_VALUE, Math::max), in -> in.get(0).max(Axes.keep(axis)), x);
      assertGives(reduced(x, axis, Integer.MAX_VALUE, Math::min), in -> in.get(0).min(Axes.keep(axis)), x);
    }
    assertEquals(kept, reduced(x, axis, 0, Long::sum).shape());
    var running = wrapped(shape, index -> {
      long sum = 0;
      for (int k = 0; k <= index[axis]; k++) {
        sum += at(x, Naive.with(index, axis, k));
      }
      return sum;
    });
    assertGives(running, in -> in.get(0).cumulativeSum(axis), x);
  }

  private static Tensor reduced(Tensor x, int axis, long start, LongBinaryOperator f) {
    return wrapped(x.shape().with(axis, 1), index -> {
      long y = start;
      for (int k = 0; k < x.shape().dim(axis); k++) {
        y = f.applyAsLong(y, at(x, Naive.with(index, axis, k)));
      }
      return y;
    });
  }

  @Property(tries = 200, seed = "4")
  void truthValuesAreCounted(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll long seed) {
    var random = new Random(seed);
    int often = random.nextInt(3);
    boolean[] elements = new boolean[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = often > 0 && (often == 2 || random.nextBoolean());
    }
    var x = Tensor.of(shape, elements);
    long all = Tensor.of(elements).cast(DType.INT32).toInts().length;
    long some = 0;
    for (boolean element : elements) {
      some += element ? 1 : 0;
    }
    long count = some;
    assertGives(wrapped(Shape.SCALAR, _ -> count), in -> in.get(0).count(), x);
    assertGives(Tensor.of(count > 0), in -> in.get(0).any(), x);
    assertGives(Tensor.of(count == all), in -> in.get(0).all(), x);
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      var counts = reduced(x, axis, 0, Long::sum);
      assertGives(counts, in -> in.get(0).count(Axes.keep(axis)), x);
      assertGives(counts.notEqual(0), in -> in.get(0).any(Axes.keep(axis)), x);
      assertGives(counts.equal(shape.dim(axis)).squeeze(axis), in -> in.get(0).all(axis), x);
    }
  }

  @Property(tries = 100, seed = "5")
  void truthValuesAreEqualOrNot(@ForAll Shapes.Pair shapes, @ForAll long seed) {
    var a = Naive.indices(shapes.left(), 2, seed).cast(DType.BOOL);
    var b = Naive.indices(shapes.right(), 2, seed + 1).cast(DType.BOOL);
    var equal = Naive
        .tensor(shapes.result(), index -> Naive.repeated(a, index) == Naive.repeated(b, index) ? 1 : 0)
        .cast(DType.BOOL);
    assertGives(equal, in -> in.get(0).equal(in.get(1)), a, b);
    assertGives(equal.not(), in -> in.get(0).notEqual(in.get(1)), a, b);
    assertGives(equal.not(), in -> in.get(0).xor(in.get(1)), a, b);
    assertGives(a, in -> in.get(0).equal(1), a);
  }

  @Property(tries = 100, seed = "6")
  void nonzeroFindsPositionsInOrder(@ForAll Shape shape, @ForAll long seed) {
    var x = Naive.indices(shape, 2, seed);
    int row = 0;
    var positions = x.nonzero();
    for (int i = 0; i < x.size(); i++) {
      int[] index = Naive.index(shape, i);
      if (Naive.at(x, index) != 0) {
        for (int a = 0; a < index.length; a++) {
          assertEquals(index[a], Naive.at(positions, row, a));
        }
        row++;
      }
    }
    assertEquals(Shape.of(row, shape.rank()), positions.shape());
    Naive.assertSame(positions, x.cast(DType.BOOL).nonzero());
    Naive.assertSame(positions, x.cast(DType.FLOAT32).neg().nonzero());
  }

  @Example
  void nonzeroOfNaNAndZeros() {
    Naive.assertSame(Tensor.of(new int[][]{{1}, {3}}), Tensor.of(0.0, Double.NaN, -0.0, 5).nonzero());
  }

  @Example
  void nonzeroIsRefusedInPrograms() {
    var x = Tensor.of(1, 0, 2);
    var error = assertThrows(IllegalStateException.class, () -> Autodiff.compile(Tensor::nonzero).apply(x));
    assertTrue(error.getMessage().contains("nonzero: how many elements of INT32[3] are not 0 is not known"),
        error::getMessage);
    assertThrows(IllegalStateException.class, () -> Autodiff.vmap(Tensor::nonzero).apply(x));
  }

  @Example
  void manyWholeNumbersAreFusedAndAddedUp() {
    var x = Tensor.arange(-70_000, 70_077).mul(65_539); // wrapped, and of many blocks
    assertGives(wrapped(Shape.SCALAR, _ -> {
      int sum = 0;
      for (int i = -70_000; i < 70_077; i++) {
        int element = i * 65_539;
        sum += Math.floorMod(element * element + 7, 1000) * element;
      }
      return (long) sum;
    }), in -> in.get(0).square().add(7).mod(1000).mul(in.get(0)).sum(), x);
    var program = Program.trace(List.of(x.type()), in -> List.of(in.get(0).add(1).mul(in.get(0)).sum()));
    assertTrue(program.explain().contains("fused 2 operations and 1 sums"), program::explain);
  }

  @Example
  void quotientsByZeroAreErrorsInProgramsToo() {
    var compiled = Autodiff.compile((Tensor x) -> x.add(1).floorDiv(x).mul(2));
    Naive.assertSame(Tensor.of(4, 2), compiled.apply(Tensor.of(1, 2)));
    var error = assertThrows(IllegalArgumentException.class, () -> compiled.apply(Tensor.of(1, 0)));
    assertEquals("floorDiv: division by zero, for which INT32 has no number", error.getMessage());
    Naive.assertSame(Tensor.of(4, 2), compiled.apply(Tensor.of(1, 2)));
  }

  @Example
  void nothingIsDifferentiatedThroughWholeNumbers() {
    var x = Tensor.variable(1.5, -2);
    var whole = x.cast(DType.INT32).add(1).mul(3);
    assertFalse(whole.isTracked());
    Naive.assertSame(Tensor.of(6.0, -3), x.mul(whole.cast(DType.FLOAT64)).sum().backward().of(x));
  }

  @Example
  void floatsAreDividedAsPythonDoes() {
    var a = Tensor.of(7.0, -7, 7, -7, 1, -1, 0.0, 5.5);
    var b = Tensor.of(3.0, 3, -3, -3, 0.1, 0.1, -2, Double.POSITIVE_INFINITY);
    Naive.assertSame(Tensor.of(2.0, -3, -3, 2, 9, -10, -0.0, 0), a.floorDiv(b));
    // 0.1 is a little more than a tenth, so that nine of them fit in 1.
    Naive.assertSame(Tensor.of(1, 2, -2, -1, 1 - 9 * 0.1 - 0x1p-53, 0x1.9p-55, -0.0, 5.5).slice(0, 0, 4),
        a.mod(b).slice(0, 0, 4));
    Naive.assertSame(Tensor.of(-0.0, 5.5), a.mod(b).slice(0, 6, 8));
    Naive.assertSame(Tensor.of(0.09999999999999995, 5.551115123125783e-17), a.mod(b).slice(0, 4, 6));
    Naive.assertSame(Tensor.of(Double.POSITIVE_INFINITY, Double.NaN), Tensor.of(1.0, 0).floorDiv(0));
    Naive.assertSame(Tensor.of(Double.NaN, Double.NaN), Tensor.of(1.0, 0).mod(0));
  }

  @Example
  void quotientsWithoutRoomForHalvesAreNotRoundedUp() {
    assertEquals(3333333333333333.0, Tensor.of(1e16).floorDiv(3.0).item());
    assertEquals(-7800253.0, Tensor.of(2.5066548E7f).floorDiv(Tensor.of(-3.2135558f)).item());
  }
}
