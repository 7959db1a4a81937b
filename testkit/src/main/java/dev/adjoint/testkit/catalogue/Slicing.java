package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Arguments.index;
import static dev.adjoint.testkit.catalogue.Arguments.list;
import static dev.adjoint.testkit.catalogue.Arguments.number;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.withAxis;
import static dev.adjoint.testkit.catalogue.Types.vector;

/** Parts of a tensor, and tensors put together of parts. */
final class Slicing {
  private Slicing() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("slice", Types::vectorOfElements, Slicing::slice), //
        unary("flip", Types::vector, (op, x, random) -> withAxis(op, x, random, Tensor::flip)), //
        unary("get", x -> vector(x) && x.getFirst().shape().dim(0) > 0, (op, x, random) -> {
          int i = index(x.getFirst().shape().dim(0), random);
          return call(op, "$0.get(" + i + ")", in -> in.get(0).get(i), Domains::everywhere);
        }), //
        unary("select", Types::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int i = index(x.getFirst().shape().dim(axis), random);
          return call(op, "$0.select(" + axis + ", " + i + ")", in -> in.get(0).select(axis, i), Domains::everywhere);
        }), //
        unary("pad", Types::vector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int before = random.nextInt(3);
          int after = random.nextInt(3);
          return call(op, "$0.pad(" + list(axis, before, after) + ")", in -> in.get(0).pad(axis, before, after),
              Domains::everywhere);
        }), //
        unary("pad", Types::floatingVector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int before = random.nextInt(3);
          int after = random.nextInt(3);
          double v = number(random);
          return call(op, "$0.pad(" + list(axis, before, after) + ", " + v + ")",
              in -> in.get(0).pad(axis, before, after, v), Domains::everywhere);
        }), //
        unary("split", Types::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int n = x.getFirst().shape().dim(axis);
          int first = random.nextInt(n + 1);
          int part = random.nextInt(2);
          return call(op, "$0.split(" + list(axis, first, n - first) + ").get(" + part + ")",
              in -> in.get(0).split(axis, first, n - first).get(part), Domains::everywhere);
        }), //
        binary("concat", Types::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "Tensor.concat(" + axis + ", $0, $1, $0)",
              in -> Tensor.concat(axis, in.get(0), in.get(1), in.get(0)), Domains::everywhere);
        }), //
        binary("stack", x -> x.get(0).equals(x.get(1)), (op, x, random) -> {
          int axis = random.nextInt(-x.getFirst().shape().rank() - 1, x.getFirst().shape().rank() + 1);
          return call(op, "Tensor.stack(" + axis + ", $0, $1)", in -> Tensor.stack(axis, in.get(0), in.get(1)),
              Domains::everywhere);
        }));
  }

  private static Call slice(Operation op, List<TensorType> x, Random random) {
    int axis = axis(x.getFirst().shape(), random);
    int n = x.getFirst().shape().dim(axis);
    int a = random.nextInt(n);
    int b = random.nextInt(n);
    int step = random.nextInt(1, 3);
    return random.nextBoolean()
        ? call(op, "$0.slice(" + list(axis, Math.min(a, b), Math.max(a, b) + 1) + ")",
            in -> in.get(0).slice(axis, Math.min(a, b), Math.max(a, b) + 1), Domains::everywhere)
        : call(op, "$0.slice(" + list(axis, n - 1, Math.min(a, b) - n - 1, -step) + ")",
            in -> in.get(0).slice(axis, n - 1, Math.min(a, b) - n - 1, -step), Domains::everywhere);
  }
}
