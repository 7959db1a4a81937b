package dev.adjoint.op;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
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

import static org.junit.jupiter.api.Assertions.assertEquals;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class MovementTest {

  /** Whole numbers that differ, as far as the element type allows. */
  private static Tensor numbered(Shape shape) {
    return Tensor.arange(0, shape.size()).cast(DType.FLOAT64).reshape(shape);
  }

  /** That the operation does the expected with every element type. */
  private static void assertMoves(Tensor expected, UnaryOperator<Tensor> operation, Tensor x) {
    for (var dtype : DType.values()) {
      Naive.assertSame(expected.cast(dtype), operation.apply(x.cast(dtype)));
    }
  }

  @Property(tries = 200, seed = "1")
  void reshapingKeepsTheOrder(@ForAll Shape shape, @ForAll Shape other) {
    var x = numbered(shape);
    int size = shape.size();
    assertMoves(Tensor.of(Shape.of(size), x.toDoubles()), Tensor::flatten, x);
    assertMoves(Tensor.of(Shape.of(1, size, 1), x.toDoubles()), y -> y.reshape(1, -1, 1), x);
    if (other.size() > 0 && size % other.size() == 0) {
      int[] dims = Naive.insert(other.dims(), 0, -1);
      var expected = Tensor.of(other.insert(0, size / other.size()), x.toDoubles());
      assertMoves(expected, y -> y.reshape(dims), x);
      assertMoves(expected, y -> y.reshape(expected.shape()), x);
    }
  }

  @Property(tries = 200, seed = "2")
  void axesOfSizeOneComeAndGo(@ForAll Shape shape, @ForAll @IntRange(max = 4) int at) {
    int axis = at % (shape.rank() + 1);
    var x = numbered(shape);
    var expected = Tensor.of(Shape.of(Naive.insert(shape.dims(), axis, 1)), x.toDoubles());
    assertMoves(expected, y -> y.expandDims(axis), x);
    assertMoves(expected, y -> y.expandDims(axis - shape.rank() - 1), x);
    assertMoves(x, y -> y.squeeze(axis), expected);
    int[] long1 = Arrays.stream(shape.dims()).filter(d -> d != 1).toArray();
    assertMoves(Tensor.of(Shape.of(long1), x.toDoubles()), y -> y.squeeze(), x);
  }

  @Property(tries = 100, seed = "3")
  void flatteningFromAnAxisJoinsTheRest(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int[] dims = Arrays.copyOf(shape.dims(), axis + 1);
      dims[axis] = IntStream.range(axis, shape.rank()).map(shape::dim).reduce(1, (a, b) -> a * b);
      assertMoves(Tensor.of(Shape.of(dims), numbered(shape).toDoubles()), y -> y.flatten(axis), numbered(shape));
    }
  }

  @Property(tries = 300, seed = "4")
  void permutingReordersTheAxes(@ForAll Shape shape, @ForAll long seed) {
    int rank = shape.rank();
    List<Integer> order = IntStream.range(0, rank).boxed().collect(java.util.stream.Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    int[] axes = order.stream().mapToInt(a -> a).toArray();
    var x = numbered(shape);
    var turned = Shape.of(Arrays.stream(axes).map(shape::dim).toArray());
    var expected = Naive.tensor(turned, index -> {
      int[] from = new int[rank];
      for (int a = 0; a < rank; a++) {
        from[axes[a]] = index[a];
      }
      return Naive.at(x, from);
    });
    assertMoves(expected, y -> y.permute(axes), x);
    assertMoves(expected, y -> y.permute(Arrays.stream(axes).map(a -> a - rank).toArray()), x);
  }

  @Property(tries = 200, seed = "5")
  void transposingExchangesTwoAxes(@ForAll Shape shape, @ForAll @IntRange(max = 3) int first,
      @ForAll @IntRange(max = 3) int second) {
    if (shape.rank() >= 2) {
      var x = numbered(shape);
      int a = first % shape.rank();
      int b = second % shape.rank();
      assertMoves(swapped(x, a, b), y -> y.swapAxes(a, b - shape.rank()), x);
      assertMoves(swapped(x, shape.rank() - 2, shape.rank() - 1), Tensor::transpose, x);
      assertMoves(x, y -> y.transpose().transpose(), x);
    }
  }

  private static Tensor swapped(Tensor x, int a, int b) {
    var shape = x.shape().with(a, x.shape().dim(b)).with(b, x.shape().dim(a));
    return Naive.tensor(shape, index -> Naive.at(x, Naive.with(Naive.with(index, a, index[b]), b, index[a])));
  }

  @Property(tries = 200, seed = "6")
  void broadcastingRepeats(@ForAll Shapes.Pair shapes) {
    var x = numbered(shapes.left());
    assertMoves(Naive.tensor(shapes.result(), index -> Naive.repeated(x, index)), y -> y.broadcastTo(shapes.result()),
        x);
  }

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
    var x = numbered(shape);
    var expected = Naive.tensor(shape.with(axis, positions.length),
        index -> Naive.at(x, Naive.with(index, axis, positions[index[axis]])));
    assertMoves(expected, y -> y.slice(axis, start, stop, step), x);
    assertMoves(expected, y -> y.slice(axis - shape.rank(), start, stop, step), x);
    if (step == 1) {
      assertMoves(expected, y -> y.slice(axis, start, stop), x);
    }
  }

  @Property(tries = 100, seed = "8")
  void flippingReverses(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = numbered(shape);
      var expected = Naive.tensor(shape, index -> Naive.at(x, Naive.with(index, axis, n - 1 - index[axis])));
      assertMoves(expected, y -> y.flip(axis), x);
      assertMoves(expected, y -> y.slice(axis, Math.max(n - 1, 0), -n - 1, -1), x);
    }
  }

  @Property(tries = 200, seed = "9")
  void selectingDropsTheAxis(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int position) {
    if (shape.rank() > 0 && shape.dim(at % shape.rank()) > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      int k = position % n;
      var x = numbered(shape);
      var expected = Naive.tensor(shape.without(axis), index -> Naive.at(x, Naive.insert(index, axis, k)));
      assertMoves(expected, y -> y.select(axis, k), x);
      assertMoves(expected, y -> y.select(axis, k - n), x);
      if (axis == 0) {
        assertMoves(expected, y -> y.get(k), x);
      }
    }
  }

  @Property(tries = 200, seed = "10")
  void paddingSurrounds(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll @IntRange(max = 3) int before,
      @ForAll @IntRange(max = 3) int after) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = numbered(shape);
      for (int value : new int[]{0, 1}) {
        var expected = Naive.tensor(shape.with(axis, before + n + after), index -> {
          int k = index[axis] - before;
          return k < 0 || k >= n ? value : Naive.at(x, Naive.with(index, axis, k));
        });
        assertMoves(expected, y -> value == 0 ? y.pad(axis, before, after) : y.pad(axis, before, after, value), x);
      }
    }
  }

  @Property(tries = 200, seed = "11")
  void repeatingCopiesElementsAndTilingCopiesAll(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int times) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = numbered(shape);
      var longer = shape.with(axis, (long) n * times);
      assertMoves(Naive.tensor(longer, index -> Naive.at(x, Naive.with(index, axis, index[axis] / times))),
          y -> y.repeat(axis, times), x);
      assertMoves(Naive.tensor(longer, index -> Naive.at(x, Naive.with(index, axis, index[axis] % n))),
          y -> y.tile(axis - shape.rank(), times), x);
    }
  }

  @Property(tries = 200, seed = "12")
  void splittingUndoesConcatenation(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int second, @ForAll @IntRange(max = 3) int third) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int[] sizes = {shape.dim(axis), second, third};
      var whole = numbered(shape.with(axis, Arrays.stream(sizes).sum()));
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

  @Example
  void reshapingAndTransposingMoveNothing() {
    var x = numbered(Shape.of(3, 4));
    assertEquals(x.value().doubles(), x.reshape(2, 6).value().doubles());
    assertEquals(x.value(), x.transpose().transpose().value());
  }
}
