package dev.adjoint.testkit.catalogue;

import java.util.Arrays;
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
import static dev.adjoint.testkit.catalogue.Types.floating;
import static dev.adjoint.testkit.catalogue.Types.sameElements;
import static dev.adjoint.testkit.catalogue.Types.vector;

/** Parts of a tensor, and tensors put together of parts. */
final class Slicing {
  private Slicing() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("slice", Types::vectorOfElements, Slicing::slice), //
        unary("flip", Types::vector, (op, x, random) -> withAxis(op, x, random, Tensor::flip)), //
        unary("flip", x -> true,
            (op, x, random) -> call(op, "$0.flip()", in -> in.get(0).flip(), Domains::everywhere)), //
        unary("slice", x -> true, (op, x, random) -> {
          int[] stops = x.getFirst().shape().dims();
          int[] starts = Arrays.stream(stops).map(n -> random.nextInt(n + 1)).toArray();
          return call(op, "$0.slice(new int[]{" + list(starts) + "}, new int[]{" + list(stops) + "})",
              in -> in.get(0).slice(starts, stops), Domains::everywhere);
        }), //
        unary("at", x -> true, (op, x, random) -> {
          var place = Place.draw(x.getFirst().shape(), random);
          return call(op, "$0.at(" + place.source() + ")", in -> in.get(0).at(place.index()), Domains::everywhere);
        }), //
        binary("setAt", Slicing::overlap, (op, x, random) -> {
          var place = Place.ofSize(x.getFirst().shape(), x.get(1).shape().dim(-1), random);
          return call(op, "$0.setAt($1" + place.further() + ")", in -> in.get(0).setAt(in.get(1), place.index()),
              Domains::everywhere);
        }), //
        binary("addAt", Slicing::overlap, (op, x, random) -> {
          var place = Place.ofSize(x.getFirst().shape(), x.get(1).shape().dim(-1), random);
          return call(op, "$0.addAt($1" + place.further() + ")", in -> in.get(0).addAt(in.get(1), place.index()),
              Domains::everywhere);
        }), //
        unary("setAt", x -> floating(x) && x.getFirst().shape().size() > 0, (op, x, random) -> {
          var place = Place.draw(x.getFirst().shape(), random);
          return call(op, "$0.setAt(0.75" + place.further() + ")", in -> in.get(0).setAt(0.75, place.index()),
              Domains::everywhere);
        }), //
        unary("roll", Types::vector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int shift = random.nextInt(-4, 5);
          return call(op, "$0.roll(" + list(axis, shift) + ")", in -> in.get(0).roll(axis, shift), Domains::everywhere);
        }), //
        unary("unfold", Types::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int size = random.nextInt(x.getFirst().shape().dim(axis)) + 1;
          int step = random.nextInt(1, 3);
          return call(op, "$0.unfold(" + list(axis, size, step) + ")", in -> in.get(0).unfold(axis, size, step),
              Domains::everywhere);
        }), //
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

  /** [..., n] and [k], where k ≤ n. */
  private static boolean overlap(List<TensorType> x) {
    return floating(x) && sameElements(x) && vector(x) && x.get(1).shape().rank() == 1
        && x.get(1).shape().dim(0) <= x.get(0).shape().dim(-1);
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
