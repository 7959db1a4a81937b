package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.map;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.zip;

/** Special functions. */
final class Special {
  private Special() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        map("erf", Tensor::erf, Domains::everywhere), //
        map("erfc", Tensor::erfc, Domains::everywhere), //
        map("erfInv", Tensor::erfInv, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))), //
        map("lgamma", Tensor::lgamma, Special::areClearOfPoles), //
        map("digamma", Tensor::digamma, Special::areClearOfPoles), //
        unary("polygamma", Types::floating, (op, x, random) -> {
          int n = random.nextInt(4);
          return call(op, "$0.polygamma(" + n + ")", in -> in.get(0).polygamma(n), Special::areClearOfPoles);
        }), //
        map("sinc", Tensor::sinc, Domains::everywhere), //
        zip("xlogy", Tensor::xlogy, x -> isAbove(CLEAR, x.get(1))));
  }

  /** The poles are at 0, −1, −2, … */
  private static boolean areClearOfPoles(List<Tensor> x) {
    return isAbove(CLEAR * 4, x.getFirst());
  }
}
