package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.testkit.catalogue.Kinds.AlongAxis;

import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.floatingVector;

/** Elements in order along an axis. */
final class Ordering {
  private Ordering() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        alongApartAxis("sort", Types::floatingVector, Tensor::sort), //
        alongApartAxis("argsort", Types::floatingVector, Tensor::argsort).discrete("a position jumps"), //
        unary("topK", Types::floatingVector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int k = random.nextInt(x.getFirst().shape().dim(axis) + 1);
          return call(op, "$0.topK(" + k + ", " + axis + ").getFirst()", in -> in.get(0).topK(k, axis).getFirst(),
              in -> areApart(in.get(0), axis));
        }), //
        alongApartAxis("median", Ordering::floatingElements, Tensor::median), //
        unary("quantile", Ordering::floatingElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          double q = random.nextInt(11) / 10.0;
          return call(op, "$0.quantile(" + q + ", " + axis + ")", in -> in.get(0).quantile(q, axis),
              in -> areApart(in.get(0), axis));
        }));
  }

  private static Operation alongApartAxis(String name, Predicate<List<TensorType>> type, AlongAxis f) {
    return unary(name, type, (op, x, random) -> {
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "(" + axis + ")", in -> f.apply(in.get(0), axis), in -> areApart(in.get(0), axis));
    });
  }

  private static boolean floatingElements(List<TensorType> x) {
    return floatingVector(x) && x.getFirst().shape().size() > 0;
  }

  /** Whether no two elements along an axis could change places if they moved a little. */
  static boolean areApart(Tensor x, int axis) {
    int n = x.shape().dim(axis);
    var s = x.sort(axis);
    return n < 2 || isAbove(CLEAR, s.slice(axis, 1, n).sub(s.slice(axis, 0, n - 1)));
  }
}
