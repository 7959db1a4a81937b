package dev.adjoint.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

import static dev.adjoint.op.Index.all;
import static dev.adjoint.op.Index.ellipsis;
import static dev.adjoint.op.Index.newAxis;
import static dev.adjoint.op.Index.range;
import static dev.adjoint.op.Index.to;
import static org.junit.jupiter.api.Assertions.assertEquals;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class SlicingTest {

  @Property(tries = 1000, seed = "7")
  void slicesAreThoseOfALoop(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(min = -6, max = 5) int start, @ForAll @IntRange(min = -6, max = 5) int stop,
      @ForAll @IntRange(min = -3, max = 3) int step) {
    if (shape.rank() == 0 || step == 0) {
      return;
    }
    int axis = at % shape.rank();
    int n = shape.dim(axis);
    int from = start < 0 ? start + n : start;
    int to = stop < 0 ? stop + n : stop;
    int lowest = step > 0 ? 0 : -1;
    if (from < 0 || from > (step > 0 ? n : n - 1) || to < lowest || to > n) {
      return; // an error, see ErrorsTest
    }
    int[] positions = IntStream.iterate(from, k -> step > 0 ? k < to : k > to, k -> k + step).toArray();
    var x = Naive.numbered(shape);
    var expected = Naive.tensor(shape.with(axis, positions.length),
        index -> Naive.at(x, Naive.with(index, axis, positions[index[axis]])));
    Naive.assertMoves(expected, y -> y.slice(axis, start, stop, step), x);
    Naive.assertMoves(expected, y -> y.slice(axis - shape.rank(), start, stop, step), x);
    if (step == 1) {
      Naive.assertMoves(expected, y -> y.slice(axis, start, stop), x);
    }
  }

  @Property(tries = 100, seed = "8")
  void flippingReverses(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = Naive.numbered(shape);
      var expected = Naive.tensor(shape, index -> Naive.at(x, Naive.with(index, axis, n - 1 - index[axis])));
      Naive.assertMoves(expected, y -> y.flip(axis), x);
      Naive.assertMoves(expected, y -> y.slice(axis, Math.max(n - 1, 0), -n - 1, -1), x);
    }
  }

  @Property(tries = 200, seed = "9")
  void selectingDropsTheAxis(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int position) {
    if (shape.rank() > 0 && shape.dim(at % shape.rank()) > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      int k = position % n;
      var x = Naive.numbered(shape);
      var expected = Naive.tensor(shape.without(axis), index -> Naive.at(x, Naive.insert(index, axis, k)));
      Naive.assertMoves(expected, y -> y.select(axis, k), x);
      Naive.assertMoves(expected, y -> y.select(axis, k - n), x);
      if (axis == 0) {
        Naive.assertMoves(expected, y -> y.get(k), x);
      }
    }
  }

  @Property(tries = 200, seed = "10")
  void paddingSurrounds(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll @IntRange(max = 3) int before,
      @ForAll @IntRange(max = 3) int after) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = Naive.numbered(shape);
      for (int value : new int[]{0, 1}) {
        var expected = Naive.tensor(shape.with(axis, before + n + after), index -> {
          int k = index[axis] - before;
          return k < 0 || k >= n ? value : Naive.at(x, Naive.with(index, axis, k));
        });
        Naive.assertMoves(expected, y -> value == 0 ? y.pad(axis, before, after) : y.pad(axis, before, after, value),
            x);
      }
    }
  }

  @Property(tries = 200, seed = "12")
  void splittingUndoesConcatenation(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int second, @ForAll @IntRange(max = 3) int third) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int[] sizes = {shape.dim(axis), second, third};
      var whole = Naive.numbered(shape.with(axis, Arrays.stream(sizes).sum()));
      for (var dtype : DType.values()) {
        var y = whole.cast(dtype);
        var parts = y.split(axis, sizes);
        int from = 0;
        for (int p = 0; p < sizes.length; p++) {
          int start = from;
          Naive.assertSame(Naive.tensor(shape.with(axis, sizes[p]),
              index -> Naive.at(y, Naive.with(index, axis, start + index[axis]))).cast(dtype), parts.get(p));
          from += sizes[p];
        }
        Naive.assertSame(y, Tensor.concat(axis, parts.toArray(Tensor[]::new)));
        Naive.assertSame(y, Tensor.concat(axis - shape.rank(), parts.toArray(Tensor[]::new)));
      }
    }
  }

  @Property(tries = 200, seed = "13")
  void stackingMakesANewAxis(@ForAll Shape shape, @ForAll @IntRange(max = 4) int at,
      @ForAll @IntRange(min = 1, max = 3) int n) {
    int axis = at % (shape.rank() + 1);
    var parts = IntStream.range(0, n).mapToObj(k -> Naive.numbers(shape, k)).toArray(Tensor[]::new);
    var expected = Naive.tensor(shape.insert(axis, n),
        index -> Naive.at(parts[index[axis]], Naive.without(index, axis)));
    Naive.assertSame(expected, Tensor.stack(axis, parts));
    Naive.assertSame(expected, Tensor.stack(axis - shape.rank() - 1, parts));
  }

  @Property(tries = 200, seed = "14")
  void severalAxesAtOnceAreOneAfterAnother(@ForAll Shape shape, @ForAll long seed) {
    var random = new Random(seed);
    int rank = shape.rank();
    int[][] widths = new int[rank][];
    int[] starts = new int[rank];
    int[] stops = new int[rank];
    for (int a = 0; a < rank; a++) {
      widths[a] = new int[]{random.nextInt(3), random.nextInt(3)};
      starts[a] = random.nextInt(shape.dim(a) + 1);
      stops[a] = random.nextInt(starts[a], shape.dim(a) + 1);
    }
    int[] some = IntStream.range(0, rank).filter(a -> random.nextBoolean()).toArray();
    int[] flipped = some.length == 0 ? IntStream.range(0, rank).toArray() : some;
    var x = Naive.numbered(shape);
    Naive.assertMoves(Naive.tensor(Shape.of(dims(shape, a -> widths[a][0] + shape.dim(a) + widths[a][1])), index -> {
      int[] inner = dims(shape, a -> index[a] - widths[a][0]);
      boolean inside = IntStream.range(0, rank).allMatch(a -> inner[a] >= 0 && inner[a] < shape.dim(a));
      return inside ? Naive.at(x, inner) : 0;
    }), y -> y.pad(widths), x);
    Naive.assertMoves(x.pad(widths).add(Tensor.ones(shape.dims()).pad(widths).rsub(1)), y -> y.pad(widths, 1), x);
    Naive.assertMoves(Naive.tensor(Shape.of(dims(shape, a -> stops[a] - starts[a])),
        index -> Naive.at(x, dims(shape, a -> index[a] + starts[a]))), y -> y.slice(starts, stops), x);
    Naive.assertMoves(Naive.tensor(shape, index -> {
      int[] from = index.clone();
      Arrays.stream(flipped).forEach(a -> from[a] = shape.dim(a) - 1 - index[a]);
      return Naive.at(x, from);
    }), y -> y.flip(some), x);
  }

  private static int[] dims(Shape shape, java.util.function.IntUnaryOperator f) {
    return IntStream.range(0, shape.rank()).map(f).toArray();
  }

  @Property(tries = 200, seed = "15")
  void rollingMovesAround(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(min = -9, max = 9) int shift) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = Naive.numbered(shape);
      var expected = Naive.tensor(shape,
          index -> Naive.at(x, Naive.with(index, axis, Math.floorMod(index[axis] - shift, n))));
      Naive.assertMoves(expected, y -> y.roll(axis, shift), x);
      Naive.assertMoves(expected.roll(-1, 2), y -> y.roll(new int[]{axis, shape.rank() - 1}, shift, 2), x);
    }
  }

  @Property(tries = 300, seed = "16")
  void windowsAreSlicesSideBySide(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(min = 1, max = 4) int size, @ForAll @IntRange(min = 1, max = 3) int step) {
    if (shape.rank() > 0 && shape.dim(at % shape.rank()) >= size) {
      int axis = at % shape.rank();
      int windows = 0;
      while (windows * step + size <= shape.dim(axis)) {
        windows++;
      }
      var x = Naive.numbered(shape);
      var expected = Naive.tensor(shape.with(axis, windows).insert(-1, size), index -> Naive.at(x,
          Naive.with(Arrays.copyOf(index, shape.rank()), axis, index[axis] * step + index[shape.rank()])));
      Naive.assertMoves(expected, y -> y.unfold(axis, size, step), x);
    }
  }

  @Example
  void gradientsOfOverlappingWindowsAddUp() {
    var x = Tensor.variable(1, 2, 3, 4, 5);
    var windows = x.unfold(0, 3, 1); // [3, 3]
    Naive.assertSame(Tensor.of(new double[][]{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}), windows.detach());
    Naive.assertSame(Tensor.of(1.0, 2, 3, 2, 1), windows.sum().backward().of(x));
  }

  @Example
  void gridsOfBothKinds() {
    var x = Tensor.of(1, 2, 3);
    var y = Tensor.of(7, 8);
    var ij = Tensor.meshgrid(x, y);
    Naive.assertSame(Tensor.of(new int[][]{{1, 1}, {2, 2}, {3, 3}}), ij.get(0));
    Naive.assertSame(Tensor.of(new int[][]{{7, 8}, {7, 8}, {7, 8}}), ij.get(1));
    var xy = Tensor.meshgridXy(x, y);
    Naive.assertSame(Tensor.of(new int[][]{{1, 2, 3}, {1, 2, 3}}), xy.get(0));
    Naive.assertSame(Tensor.of(new int[][]{{7, 7, 7}, {8, 8, 8}}), xy.get(1));
    assertEquals(List.of(), Tensor.meshgrid());
    Naive.assertSame(Tensor.concat(0, x, y), Tensor.concat(0, List.of(x, y)));
    Naive.assertSame(Tensor.stack(1, x, x), Tensor.stack(1, List.of(x, x)));
  }

  // at

  /** 0 … 23 as two blocks of three rows. */
  private static final Tensor BLOCKS = Tensor.arange(0, 24).reshape(2, 3, 4);

  private static Tensor ints(int... numbers) {
    return Tensor.of(numbers);
  }

  /** By hand, as NumPy has it. */
  @Example
  void placesAreThoseOfNumPy() {
    Naive.assertSame(ints(11, 23), BLOCKS.at(all(), Index.from(2), -1).flatten());
    assertEquals(Shape.of(2, 1), BLOCKS.at(all(), Index.from(2), -1).shape());
    Naive.assertSame(ints(20, 21, 22, 23), BLOCKS.at(1, 2));
    Naive.assertSame(ints(23), BLOCKS.at(-1, -1, -1).flatten());
    assertEquals(Shape.SCALAR, BLOCKS.at(-1, -1, -1).shape());
    Naive.assertSame(ints(0, 12), BLOCKS.at(all(), 0, 0));
    Naive.assertSame(ints(3, 7, 11, 15, 19, 23), BLOCKS.at(ellipsis(), 3).flatten());
    Naive.assertSame(ints(4, 5, 16, 17), BLOCKS.at(all(), range(1, 2), to(2)).flatten());
    Naive.assertSame(ints(3, 1), BLOCKS.at(0, 0, all().by(-2)));
    Naive.assertSame(ints(1, 3), BLOCKS.at(0, 0, Index.from(1).by(2)));
    Naive.assertSame(ints(3, 2), BLOCKS.at(0, 0, to(1).by(-1)));
    Naive.assertSame(ints(2, 1, 0), BLOCKS.at(0, 0, Index.from(2).by(-1)));
    Naive.assertSame(ints(8, 4), BLOCKS.at(0, range(-1, 0, -1), 0));
    assertEquals(Shape.of(1, 3, 1, 4, 1), BLOCKS.at(newAxis(), 0, all(), newAxis(), ellipsis(), newAxis()).shape());
    assertEquals(Shape.of(2, 0, 4), BLOCKS.at(all(), range(1, 1)).shape());
    Naive.assertSame(BLOCKS, BLOCKS.at());
    Naive.assertSame(BLOCKS, BLOCKS.at(ellipsis()));
  }

  @Example
  void setAtAndAddAtMakeNewTensors() {
    var x = Tensor.of(new double[][]{{1, 2, 3}, {4, 5, 6}});
    Naive.assertSame(Tensor.of(new double[][]{{1, 2, 9}, {4, 5, 8}}), x.setAt(Tensor.of(9.0, 8), all(), -1));
    Naive.assertSame(Tensor.of(new double[][]{{7, 2, 7}, {4, 5, 6}}), x.setAt(7, 0, all().by(2)));
    Naive.assertSame(Tensor.of(new double[][]{{1, 2, 3}, {14, 25, 36}}), x.addAt(Tensor.of(10.0, 20, 30), 1));
    Naive.assertSame(Tensor.of(new double[][]{{0, 2, 3}, {3, 5, 6}}), x.addAt(-1, all(), 0));
    Naive.assertSame(Tensor.of(new double[][]{{1, 2, 3}, {4, 5, 6}}), x);
    Naive.assertSame(Tensor.of(5.0), Tensor.of(Double.NaN).setAt(5));
    Naive.assertSame(Tensor.of(1, 5, 1).equal(1), Tensor.of(true, true, true).setAt(0, 1));
  }

  /** For each axis what is drawn, and where it leads. */
  @Property(tries = 1000, seed = "17")
  void placesAreThoseOfALoop(@ForAll Shape shape, @ForAll long seed) {
    var random = new Random(seed);
    int rank = shape.rank();
    var index = new ArrayList<Object>();
    var positions = new ArrayList<int[]>();
    var dims = new ArrayList<Integer>();
    int ellipsis = random.nextInt(rank + 1);
    int skipped = random.nextBoolean() ? random.nextInt(rank - ellipsis + 1) : 0;
    for (int a = 0; a < rank; a++) {
      int n = shape.dim(a);
      boolean isSkipped = a >= ellipsis && a < ellipsis + skipped;
      if (random.nextInt(6) == 0 && !(isSkipped && a > ellipsis)) {
        index.add(newAxis());
        dims.add(1);
      }
      if (isSkipped && a == ellipsis) {
        index.add(ellipsis());
      }
      int[] some = isSkipped ? IntStream.range(0, n).toArray() : draw(n, index, random);
      positions.add(some);
      if (isSkipped || !(index.getLast() instanceof Integer)) {
        dims.add(some.length);
      }
    }
    var x = Naive.numbered(shape).add(1);
    var taken = Shape.of(positions.stream().mapToInt(some -> some.length).toArray());
    var expected = Naive.tensor(taken, i -> Naive.at(x, dims(shape, a -> positions.get(a)[i[a]])))
        .reshape(dims.stream().mapToInt(Integer::intValue).toArray());
    Object[] places = index.toArray();
    Naive.assertMoves(expected, y -> y.at(places), x);
    var values = Naive.numbers(expected.shape(), seed);
    double[] set = x.toDoubles();
    double[] added = x.toDoubles();
    for (int i = 0; i < taken.size(); i++) {
      int[] at = Naive.index(taken, i);
      int element = IntStream.range(0, rank).map(a -> positions.get(a)[at[a]] * shape.strides()[a]).sum();
      set[element] = values.toDoubles()[i];
      added[element] += values.toDoubles()[i];
    }
    Naive.assertSame(Tensor.of(shape, set), x.setAt(values, places));
    Naive.assertSame(Tensor.of(shape, added), x.addAt(values, places));
    Naive.assertSame(Tensor.of(shape, set).cast(DType.BOOL),
        x.cast(DType.BOOL).setAt(values.cast(DType.BOOL), places));
  }

  /** A place on an axis of n elements, and its positions. */
  private static int[] draw(int n, List<Object> index, Random random) {
    int a = random.nextInt(n + 1);
    int b = random.nextInt(n + 1);
    int step = random.nextInt(1, 4);
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    int kind = random.nextInt(n == 0 ? 5 : 7);
    index.add(switch (kind) {
      case 0 -> all();
      case 1 -> Index.from(low < n && random.nextBoolean() ? low - n : low).by(step);
      case 2 -> to(high < n && random.nextBoolean() ? high - n : high);
      case 3 -> range(low, high, step);
      case 4 -> all().by(-step);
      case 5 -> a == n ? -1 : a;
      default -> range(Math.min(high, n - 1), low, -step);
    });
    return switch (kind) {
      case 0 -> IntStream.range(0, n).toArray();
      case 1 -> IntStream.iterate(low, k -> k < n, k -> k + step).toArray();
      case 2 -> IntStream.range(0, high).toArray();
      case 3 -> IntStream.iterate(low, k -> k < high, k -> k + step).toArray();
      case 4 -> IntStream.iterate(n - 1, k -> k >= 0, k -> k - step).toArray();
      case 5 -> new int[]{a == n ? n - 1 : a};
      default -> IntStream.iterate(Math.min(high, n - 1), k -> k > low, k -> k - step).toArray();
    };
  }
}
