package dev.adjoint.op;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

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

  @Property(tries = 200, seed = "1")
  void reshapingKeepsTheOrder(@ForAll Shape shape, @ForAll Shape other) {
    var x = Naive.numbered(shape);
    int size = shape.size();
    Naive.assertMoves(Tensor.of(Shape.of(size), x.toDoubles()), Tensor::flatten, x);
    Naive.assertMoves(Tensor.of(Shape.of(1, size, 1), x.toDoubles()), y -> y.reshape(1, -1, 1), x);
    if (other.size() > 0 && size % other.size() == 0) {
      int[] dims = Naive.insert(other.dims(), 0, -1);
      var expected = Tensor.of(other.insert(0, size / other.size()), x.toDoubles());
      Naive.assertMoves(expected, y -> y.reshape(dims), x);
      Naive.assertMoves(expected, y -> y.reshape(expected.shape()), x);
    }
  }

  @Property(tries = 200, seed = "2")
  void axesOfSizeOneComeAndGo(@ForAll Shape shape, @ForAll @IntRange(max = 4) int at) {
    int axis = at % (shape.rank() + 1);
    var x = Naive.numbered(shape);
    var expected = Tensor.of(Shape.of(Naive.insert(shape.dims(), axis, 1)), x.toDoubles());
    Naive.assertMoves(expected, y -> y.expandDims(axis), x);
    Naive.assertMoves(expected, y -> y.expandDims(axis - shape.rank() - 1), x);
    Naive.assertMoves(x, y -> y.squeeze(axis), expected);
    int[] long1 = Arrays.stream(shape.dims()).filter(d -> d != 1).toArray();
    Naive.assertMoves(Tensor.of(Shape.of(long1), x.toDoubles()), y -> y.squeeze(), x);
  }

  @Property(tries = 100, seed = "3")
  void flatteningFromAnAxisJoinsTheRest(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int[] dims = Arrays.copyOf(shape.dims(), axis + 1);
      dims[axis] = IntStream.range(axis, shape.rank()).map(shape::dim).reduce(1, (a, b) -> a * b);
      Naive.assertMoves(Tensor.of(Shape.of(dims), Naive.numbered(shape).toDoubles()), y -> y.flatten(axis),
          Naive.numbered(shape));
    }
  }

  @Property(tries = 300, seed = "4")
  void permutingReordersTheAxes(@ForAll Shape shape, @ForAll long seed) {
    int rank = shape.rank();
    List<Integer> order = IntStream.range(0, rank).boxed().collect(java.util.stream.Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    int[] axes = order.stream().mapToInt(a -> a).toArray();
    var x = Naive.numbered(shape);
    var turned = Shape.of(Arrays.stream(axes).map(shape::dim).toArray());
    var expected = Naive.tensor(turned, index -> {
      int[] from = new int[rank];
      for (int a = 0; a < rank; a++) {
        from[axes[a]] = index[a];
      }
      return Naive.at(x, from);
    });
    Naive.assertMoves(expected, y -> y.permute(axes), x);
    Naive.assertMoves(expected, y -> y.permute(Arrays.stream(axes).map(a -> a - rank).toArray()), x);
  }

  @Property(tries = 200, seed = "5")
  void transposingExchangesTwoAxes(@ForAll Shape shape, @ForAll @IntRange(max = 3) int first,
      @ForAll @IntRange(max = 3) int second) {
    if (shape.rank() >= 2) {
      var x = Naive.numbered(shape);
      int a = first % shape.rank();
      int b = second % shape.rank();
      Naive.assertMoves(swapped(x, a, b), y -> y.swapAxes(a, b - shape.rank()), x);
      Naive.assertMoves(swapped(x, shape.rank() - 2, shape.rank() - 1), Tensor::transpose, x);
      Naive.assertMoves(x, y -> y.transpose().transpose(), x);
    }
  }

  private static Tensor swapped(Tensor x, int a, int b) {
    var shape = x.shape().with(a, x.shape().dim(b)).with(b, x.shape().dim(a));
    return Naive.tensor(shape, index -> Naive.at(x, Naive.with(Naive.with(index, a, index[b]), b, index[a])));
  }

  @Property(tries = 200, seed = "6")
  void broadcastingRepeats(@ForAll Shapes.Pair shapes) {
    var x = Naive.numbered(shapes.left());
    Naive.assertMoves(Naive.tensor(shapes.result(), index -> Naive.repeated(x, index)),
        y -> y.broadcastTo(shapes.result()),
        x);
  }

  @Property(tries = 200, seed = "11")
  void repeatingCopiesElementsAndTilingCopiesAll(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 3) int times) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      int n = shape.dim(axis);
      var x = Naive.numbered(shape);
      var longer = shape.with(axis, (long) n * times);
      Naive.assertMoves(Naive.tensor(longer, index -> Naive.at(x, Naive.with(index, axis, index[axis] / times))),
          y -> y.repeat(axis, times), x);
      Naive.assertMoves(Naive.tensor(longer, index -> Naive.at(x, Naive.with(index, axis, index[axis] % n))),
          y -> y.tile(axis - shape.rank(), times), x);
    }
  }

  @Example
  void reshapingAndTransposingMoveNothing() {
    var x = Naive.numbered(Shape.of(3, 4));
    assertEquals(x.value().doubles(), x.reshape(2, 6).value().doubles());
    assertEquals(x.value(), x.transpose().transpose().value());
  }
}
