package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.broadcast;
import static dev.adjoint.testkit.catalogue.Types.floating;
import static dev.adjoint.testkit.catalogue.Types.matrix;
import static dev.adjoint.testkit.catalogue.Types.sameElements;

/** Products of vectors and matrices, and systems of equations. */
final class LinearAlgebra {
  private LinearAlgebra() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        binary("matmul", LinearAlgebra::multiply, Tensor::matmul, Domains::everywhere), //
        unary("matmul", x -> matrix(x) && floating(x), (op, x, random) -> random.nextBoolean()
            ? call(op, "$0.matmul($0.transpose())", in -> in.get(0).matmul(in.get(0).transpose()),
                Domains::everywhere)
            : call(op, "$0.transpose().matmul($0)", in -> in.get(0).transpose().matmul(in.get(0)),
                Domains::everywhere)), //
        binary("outer",
            x -> floating(x) && sameElements(x) && x.get(0).shape().rank() == 1 && x.get(1).shape().rank() == 1,
            Tensor::outer, Domains::everywhere), //
        binary("dot", x -> floating(x) && x.get(0).equals(x.get(1)) && x.get(0).shape().rank() == 1, Tensor::dot,
            Domains::everywhere), //
        binary("solve", LinearAlgebra::systems, Tensor::solve, x -> isRegular(x.getFirst())), //
        unary("trace", x -> matrix(x) && floating(x),
            (op, x, random) -> call(op, "$0.trace()", in -> in.get(0).trace(), Domains::everywhere)));
  }

  private static boolean multiply(List<TensorType> x) {
    var left = x.get(0).shape();
    var right = x.get(1).shape();
    if (!floating(x) || !sameElements(x) || left.rank() == 0 || right.rank() == 0) {
      return false;
    }
    return left.dim(-1) == right.dim(right.rank() == 1 ? 0 : -2)
        && broadcast(List.of(batch(x.get(0)), batch(x.get(1))));
  }

  private static TensorType batch(TensorType x) {
    return x.with(x.shape().slice(0, Math.max(0, x.shape().rank() - 2)));
  }

  /** [n, n] and [n, m], with axes in front that broadcast, or [n, n] and [n]. */
  private static boolean systems(List<TensorType> x) {
    var left = x.get(0).shape();
    var right = x.get(1).shape();
    if (!floating(x) || !sameElements(x) || left.rank() < 2 || left.dim(-1) != left.dim(-2) || right.rank() == 0) {
      return false;
    }
    return right.rank() == 1
        ? left.dim(-1) == right.dim(0)
        : left.dim(-1) == right.dim(-2) && broadcast(List.of(batch(x.get(0)), batch(x.get(1))));
  }

  /** Clear of singular matrices: the nearest is 1/‖A⁻¹‖ away (C. Eckart and G. Young, 1936). */
  private static boolean isRegular(Tensor a) {
    var eye = Tensor.eye(a.shape().dim(-1)).cast(a.dtype());
    return isAbove(2 * CLEAR, a.detach().solve(eye).norm(-2, -1).reciprocal());
  }
}
