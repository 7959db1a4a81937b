package dev.adjoint.testkit.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.Shape;

/** Random arguments, and arguments as Java. */
final class Arguments {
  private Arguments() {}

  static double number(Random random) {
    return List.of(0.5, 1.0, 2.0, -1.5, 2.5, -0.25).get(random.nextInt(6));
  }

  static int axis(Shape shape, Random random) {
    return random.nextInt(-shape.rank(), shape.rank());
  }

  /** Some of the axes, in any order, some counted from the end; none means all. */
  static List<Integer> someAxes(Shape shape, Random random) {
    var axes = new ArrayList<>(IntStream.range(0, shape.rank()).filter(a -> random.nextBoolean()).boxed().toList());
    Collections.shuffle(axes, random);
    axes.replaceAll(a -> random.nextBoolean() ? a : a - shape.rank());
    return List.copyOf(axes);
  }

  static int index(int n, Random random) {
    return random.nextInt(-n, n);
  }

  static int[] indices(int count, int n, Random random) {
    return random.ints(count, 0, n).toArray();
  }

  static String source(Shape shape) {
    return "Shape.of(" + list(shape.dims()) + ")";
  }

  static String list(int... numbers) {
    return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }
}
