package dev.adjoint.testkit.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import dev.adjoint.Shape;
import dev.adjoint.op.Index;

/**
 * A random place in a tensor.
 *
 * @param parts what is taken along its axes, and as Java
 */
record Place(List<Part> parts) {

  /** What is taken along an axis. */
  record Part(Object index, String source) {
  }

  private static final Part NEW_AXIS = new Part(Index.newAxis(), "Index.newAxis()");
  private static final Part ELLIPSIS = new Part(Index.ellipsis(), "Index.ellipsis()");

  static Place draw(Shape shape, Random random) {
    var parts = new ArrayList<Part>();
    for (int n : shape.dims()) {
      parts.add(along(n, random));
    }
    if (random.nextBoolean()) {
      parts.add(random.nextInt(parts.size() + 1), random.nextBoolean() ? NEW_AXIS : ELLIPSIS);
    }
    return new Place(parts);
  }

  /** One with k elements along the last axis. */
  static Place ofSize(Shape shape, int k, Random random) {
    int start = random.nextInt(shape.dim(-1) - k + 1);
    var parts = new ArrayList<>(draw(shape.without(-1), random).parts);
    parts.add(new Part(Index.range(start, start + k), "Index.range(" + start + ", " + (start + k) + ")"));
    return new Place(parts);
  }

  private static Part along(int n, Random random) {
    int k = random.nextInt(Math.max(n, 1));
    return switch (random.nextInt(n == 0 ? 2 : 5)) {
      case 0 -> new Part(Index.all(), "Index.all()");
      case 1 -> new Part(Index.all().by(-1), "Index.all().by(-1)");
      case 2 -> new Part(Index.from(k), "Index.from(" + k + ")");
      case 3 -> new Part(Index.to(k - n).by(1), "Index.to(" + (k - n) + ").by(1)");
      default -> new Part(k - n, Integer.toString(k - n));
    };
  }

  Object[] index() {
    return parts.stream().map(Part::index).toArray();
  }

  String source() {
    return parts.stream().map(Part::source).collect(Collectors.joining(", "));
  }

  /** The same behind another argument; there is nothing to say of a number. */
  String further() {
    return parts.isEmpty() ? "" : ", " + source();
  }
}
