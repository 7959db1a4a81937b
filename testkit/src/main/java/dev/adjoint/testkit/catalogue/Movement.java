package dev.adjoint.testkit.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Arguments.list;
import static dev.adjoint.testkit.catalogue.Arguments.source;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.withAxis;

/** The same elements in another shape or order. */
final class Movement {
  private Movement() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("reshape", x -> true, (op, x, random) -> {
          var shape = factored(x.getFirst().shape().size(), random);
          return call(op, "$0.reshape(" + list(shape.dims()) + ")", in -> in.get(0).reshape(shape),
              Domains::everywhere);
        }), //
        unary("flatten", x -> true,
            (op, x, random) -> call(op, "$0.flatten()", in -> in.get(0).flatten(), Domains::everywhere)), //
        unary("flatten", Types::vector, (op, x, random) -> withAxis(op, x, random, Tensor::flatten)), //
        unary("expandDims", x -> true, (op, x, random) -> {
          int axis = random.nextInt(-x.getFirst().shape().rank() - 1, x.getFirst().shape().rank() + 1);
          return call(op, "$0.expandDims(" + axis + ")", in -> in.get(0).expandDims(axis), Domains::everywhere);
        }), //
        unary("squeeze", x -> true,
            (op, x, random) -> call(op, "$0.squeeze()", in -> in.get(0).squeeze(), Domains::everywhere)), //
        unary("squeeze", x -> Arrays.stream(x.getFirst().shape().dims()).anyMatch(n -> n == 1), (op, x, random) -> {
          int axis = IntStream.iterate(axis(x.getFirst().shape(), random), a -> axis(x.getFirst().shape(), random))
              .filter(a -> x.getFirst().shape().dim(a) == 1).findFirst().orElseThrow();
          return call(op, "$0.squeeze(" + axis + ")", in -> in.get(0).squeeze(axis), Domains::everywhere);
        }), //
        unary("transpose", Types::matrix,
            (op, x, random) -> call(op, "$0.transpose()", in -> in.get(0).transpose(), Domains::everywhere)), //
        unary("permute", x -> true, (op, x, random) -> {
          var order = new ArrayList<>(IntStream.range(0, x.getFirst().shape().rank()).boxed().toList());
          Collections.shuffle(order, random);
          int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
          return call(op, "$0.permute(" + list(axes) + ")", in -> in.get(0).permute(axes), Domains::everywhere);
        }), //
        unary("swapAxes", Types::vector, (op, x, random) -> {
          int a = axis(x.getFirst().shape(), random);
          int b = axis(x.getFirst().shape(), random);
          return call(op, "$0.swapAxes(" + a + ", " + b + ")", in -> in.get(0).swapAxes(a, b), Domains::everywhere);
        }), //
        unary("broadcastTo", x -> true, (op, x, random) -> {
          var shape = Shape
              .of(IntStream.of(x.getFirst().shape().dims()).map(n -> n == 1 ? random.nextInt(1, 4) : n).toArray());
          var whole = random.nextBoolean() ? shape : shape.insert(0, random.nextInt(1, 4));
          return call(op, "$0.broadcastTo(" + source(whole) + ")", in -> in.get(0).broadcastTo(whole),
              Domains::everywhere);
        }), //
        unary("repeat", Types::vector, (op, x, random) -> times(op, x, random, Tensor::repeat)), //
        unary("tile", Types::vector, (op, x, random) -> times(op, x, random, Tensor::tile)));
  }

  private interface Times {
    Tensor apply(Tensor x, int axis, int times);
  }

  private static Call times(Operation op, List<TensorType> x, Random random, Times f) {
    int axis = axis(x.getFirst().shape(), random);
    int times = random.nextInt(1, 4);
    return call(op, "$0." + op.name() + "(" + list(axis, times) + ")", in -> f.apply(in.get(0), axis, times),
        Domains::everywhere);
  }

  private static Shape factored(int size, Random random) {
    int first = IntStream.rangeClosed(1, Math.max(size, 1)).filter(n -> size % n == 0).skip(random.nextInt(2))
        .findFirst()
        .orElse(1);
    return random.nextBoolean() ? Shape.of(first, size / first) : Shape.of(size / first, first);
  }
}
