package dev.adjoint.op;

import dev.adjoint.Shape;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Small shapes of up to four axes, some of them empty. */
final class Shapes extends DomainContextBase {

  /**
   * Two shapes that broadcast.
   *
   * @param result what they broadcast to
   */
  record Pair(Shape left, Shape right, Shape result) {
  }

  private static Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(12, Arbitraries.integers().between(1, 4)),
        net.jqwik.api.Tuple.of(1, Arbitraries.just(0)));
  }

  @Provide
  Arbitrary<Shape> shapes() {
    return sizes().array(int[].class).ofMaxSize(4).map(Shape::of);
  }

  @Provide
  Arbitrary<Pair> pairs() {
    var bits = Arbitraries.integers().between(0, 15);
    var drop = Arbitraries.integers().between(0, 4);
    return Combinators.combine(shapes(), bits, bits, drop, drop).as((shape, left, right, dropLeft, dropRight) -> {
      var a = smaller(shape, left, dropLeft);
      var b = smaller(shape, right, dropRight);
      return new Pair(a, b, broadcast(a, b));
    });
  }

  private static Shape smaller(Shape shape, int ones, int drop) {
    int first = Math.min(shape.rank(), drop);
    int[] dims = java.util.Arrays.copyOfRange(shape.dims(), first, shape.rank());
    for (int a = 0; a < dims.length; a++) {
      dims[a] = (ones >> a & 1) == 1 ? 1 : dims[a];
    }
    return Shape.of(dims);
  }

  private static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= a.rank() ? a.dim(-i) : 1;
      dims[rank - i] = left == 1 && i <= b.rank() ? b.dim(-i) : left;
    }
    return Shape.of(dims);
  }
}
