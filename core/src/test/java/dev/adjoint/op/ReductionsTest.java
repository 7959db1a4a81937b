package dev.adjoint.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import dev.adjoint.DType;
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

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class ReductionsTest {

  /**
   * Many elements to one.
   *
   * @param needsElements whether it is an error for none
   * @param formula what it is of the elements in row-major order
   */
  record Reduction(String name, boolean needsElements, BiFunction<Tensor, Axes, Tensor> operation,
      ToDoubleFunction<double[]> formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Reduction> REDUCTIONS = List.of(
      new Reduction("sum", false, Tensor::sum, ReductionsTest::sum),
      new Reduction("mean", false, Tensor::mean, x -> sum(x) / x.length),
      new Reduction("max", true, Tensor::max, x -> Arrays.stream(x).max().orElseThrow()),
      new Reduction("min", true, Tensor::min, x -> Arrays.stream(x).min().orElseThrow()),
      new Reduction("prod", false, Tensor::prod, x -> Arrays.stream(x).reduce(1, (a, b) -> a * b)),
      new Reduction("variance", false, Tensor::variance, ReductionsTest::variance),
      new Reduction("meanAndVariance, mean", false, (x, axes) -> x.meanAndVariance(axes).mean(),
          x -> sum(x) / x.length),
      new Reduction("meanAndVariance, variance", false, (x, axes) -> x.meanAndVariance(axes).variance(),
          ReductionsTest::variance),
      new Reduction("standardDeviation", false, Tensor::standardDeviation, x -> Math.sqrt(variance(x))),
      new Reduction("norm", false, Tensor::norm, x -> Math.sqrt(Arrays.stream(x).map(v -> v * v).sum())),
      new Reduction("logSumExp", false, Tensor::logSumExp, x -> Math.log(Arrays.stream(x).map(Math::exp).sum())));

  private static double sum(double[] x) {
    return Arrays.stream(x).sum();
  }

  private static double variance(double[] x) {
    double mean = sum(x) / x.length;
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
  }

  @Provide
  Arbitrary<Reduction> reductions() {
    return Arbitraries.of(REDUCTIONS);
  }

  /** The axes whose bits are set, some counted from the end; all in {@code bits = 0}. */
  private static int[] axes(Shape shape, int bits) {
    return IntStream.range(0, shape.rank()).filter(a -> (bits >> a & 1) == 1)
        .map(a -> (bits >> a + 4 & 1) == 1 ? a - shape.rank() : a).toArray();
  }

  /** The elements that are reduced to the one at an index of the result that keeps the axes. */
  private static double[] reduced(Tensor x, boolean[] over, int[] kept) {
    var elements = new ArrayList<Double>();
    for (int i = 0; i < x.size(); i++) {
      int[] index = Naive.index(x.shape(), i);
      boolean belongs = true;
      for (int a = 0; a < index.length; a++) {
        belongs &= over[a] || index[a] == kept[a];
      }
      if (belongs) {
        elements.add(Naive.at(x, index));
      }
    }
    return elements.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Property(tries = 1500, seed = "1")
  void reductionsAreTheirFormulaOverAnyAxes(@ForAll("reductions") Reduction reduction, @ForAll Shape shape,
      @ForAll @IntRange(max = 255) int bits, @ForAll long seed) {
    var x = Naive.numbers(shape, seed);
    int[] axes = axes(shape, bits);
    boolean[] over = new boolean[shape.rank()];
    Arrays.fill(over, axes.length == 0);
    for (int axis : axes) {
      over[axis < 0 ? axis + shape.rank() : axis] = true;
    }
    int[] kept = shape.dims();
    int[] dropped = IntStream.range(0, shape.rank()).filter(a -> !over[a]).map(shape::dim).toArray();
    for (int a = 0; a < kept.length; a++) {
      if (over[a] && kept[a] == 0 && reduction.needsElements) {
        return;
      }
      kept[a] = over[a] ? 1 : kept[a];
    }
    var expected = Naive.tensor(Shape.of(kept), index -> reduction.formula.applyAsDouble(reduced(x, over, index)));
    Naive.assertClose(expected, reduction.operation.apply(x, Axes.keep(axes)), 1e-13);
    Naive.assertClose(Tensor.of(Shape.of(dropped), expected.toDoubles()), reduction.operation.apply(x, Axes.of(axes)),
        1e-13);
    Naive.assertClose(expected.cast(DType.FLOAT32), reduction.operation.apply(x.cast(DType.FLOAT32), Axes.keep(axes)),
        1e-4);
  }

  @Property(tries = 300, seed = "2")
  void positionsAreThoseOfTheFirstLargestAndSmallest(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll long seed) {
    if (shape.rank() == 0 || shape.dim(at % shape.rank()) == 0) {
      return;
    }
    int axis = at % shape.rank();
    var x = Naive.indices(shape, 3, seed);
    var largest = Naive.tensor(shape.without(axis), index -> position(x, axis, index, 1)).cast(DType.INT32);
    var smallest = Naive.tensor(shape.without(axis), index -> position(x, axis, index, -1)).cast(DType.INT32);
    for (var dtype : new DType[]{DType.INT32, DType.FLOAT32, DType.FLOAT64}) {
      Naive.assertSame(largest, x.cast(dtype).argmax(axis));
      Naive.assertSame(largest, x.cast(dtype).argmax(axis - shape.rank()));
      Naive.assertSame(smallest, x.cast(dtype).argmin(axis));
    }
  }

  private static int position(Tensor x, int axis, int[] index, int sign) {
    int best = 0;
    for (int k = 1; k < x.shape().dim(axis); k++) {
      double candidate = Naive.at(x, Naive.insert(index, axis, k));
      double champion = Naive.at(x, Naive.insert(index, axis, best));
      best = sign * candidate > sign * champion ? k : best;
    }
    return best;
  }

  @Example
  void positionsWithoutAnAxisAreInRowMajorOrder() {
    var x = Tensor.of(new double[][]{{3, 1}, {7, 0}});
    Naive.assertSame(Tensor.of(2), x.argmax());
    Naive.assertSame(Tensor.of(3), x.argmin());
  }

  @Property(tries = 200, seed = "3")
  void cumulativeSumAddsWhatCameBefore(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll long seed) {
    if (shape.rank() == 0) {
      return;
    }
    int axis = at % shape.rank();
    var x = Naive.numbers(shape, seed);
    var expected = Naive.tensor(shape, index -> IntStream.rangeClosed(0, index[axis])
        .mapToDouble(k -> Naive.at(x, Naive.with(index, axis, k))).sum());
    Naive.assertClose(expected, x.cumulativeSum(axis), 1e-14);
    Naive.assertClose(expected, x.cumulativeSum(axis - shape.rank()), 1e-14);
  }

  @Property(tries = 200, seed = "4")
  void sumToAddsTheCopiesOfABroadcast(@ForAll Shapes.Pair shapes, @ForAll long seed) {
    var x = Naive.numbers(shapes.result(), seed);
    var small = shapes.left();
    double[] expected = new double[small.size()];
    for (int i = 0; i < x.size(); i++) {
      int[] index = Naive.index(x.shape(), i);
      int position = 0;
      for (int a = 0; a < small.rank(); a++) {
        int own = small.dim(a) == 1 ? 0 : index[index.length - small.rank() + a];
        position = position * small.dim(a) + own;
      }
      expected[position] += Naive.at(x, index);
    }
    Naive.assertClose(Tensor.of(small, expected), x.sumTo(small), 1e-13);
  }

  @Example
  void largeLogitsDoNotOverflow() {
    Naive.assertClose(Tensor.of(1000 + Math.log(2)), Tensor.of(1000.0, 1000).logSumExp(), 1e-15);
    Naive.assertClose(Tensor.of(-1000 + Math.log(2)), Tensor.of(-1000.0, -1000).logSumExp(), 1e-15);
  }

  @Example
  void deviationsAndNormsOfNothingButZerosAreZero() {
    Naive.assertSame(Tensor.of(0.0), Tensor.of(5.0, 5, 5).standardDeviation());
    Naive.assertSame(Tensor.of(0.0), Tensor.zeros(4).norm());
  }
}
