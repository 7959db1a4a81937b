package dev.adjoint.gradients;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Shapes of up to four axes, and ones that NumPy's rule brings together. */
final class RandomShapes {

  private RandomShapes() {}

  static Arbitrary<Shape> shapes(int smallestSize, int lowestRank) {
    // Empty axes now and then only: one is enough to leave nothing to look at.
    var sizes = Arbitraries.frequency(Tuple.of(1, 0), Tuple.of(5, 1), Tuple.of(5, 2), Tuple.of(5, 3), Tuple.of(5, 4));
    return sizes.filter(n -> n >= smallestSize).array(int[].class).ofMinSize(lowestRank).ofMaxSize(4).map(Shape::of);
  }

  /** Shapes that can all be broadcast to one: it, without some of the leading axes and with 1 in place of some sizes. */
  static Arbitrary<List<Shape>> broadcastable(int count) {
    return shapes(0, 0).flatMap(whole -> partsOf(whole).list().ofSize(count));
  }

  static Arbitrary<Shape> partsOf(Shape whole) {
    var dropped = Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(0)),
        Tuple.of(1, Arbitraries.integers().between(0, whole.rank())));
    var repeated = Arbitraries.integers().between(0, 3).array(int[].class).ofSize(whole.rank());
    return Combinators.combine(dropped, repeated).as((from, ones) -> Shape
        .of(IntStream.range(from, whole.rank()).map(a -> ones[a] == 0 ? 1 : whole.dim(a)).toArray()));
  }

  static Tensor normal(Shape shape, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(shape.dims()), seed);
  }
}
