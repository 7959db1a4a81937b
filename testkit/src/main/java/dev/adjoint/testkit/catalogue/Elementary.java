package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.map;
import static dev.adjoint.testkit.catalogue.Kinds.zip;

/** The elementary functions. */
final class Elementary {
  private Elementary() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        map("exp", Tensor::exp, Domains::everywhere), //
        map("expm1", Tensor::expm1, Domains::everywhere), //
        map("log", Tensor::log, x -> isAbove(CLEAR, x.getFirst())), //
        map("exp2", Tensor::exp2, Domains::everywhere), //
        map("log1p", Tensor::log1p, x -> isAbove(CLEAR - 1, x.getFirst())), //
        map("log2", Tensor::log2, x -> isAbove(CLEAR, x.getFirst())), //
        map("log10", Tensor::log10, x -> isAbove(CLEAR, x.getFirst())), //
        zip("logAddExp", Tensor::logAddExp, Domains::everywhere), //
        map("sin", Tensor::sin, Domains::everywhere), //
        map("cos", Tensor::cos, Domains::everywhere), //
        map("tan", Tensor::tan, x -> isAbove(CLEAR * 4, x.getFirst().cos().abs())), //
        map("asin", Tensor::asin, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))), //
        map("acos", Tensor::acos, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))), //
        map("atan", Tensor::atan, Domains::everywhere), //
        zip("atan2", Tensor::atan2, x -> isAbove(CLEAR * 2, x.get(0).abs().maximum(x.get(1)))), //
        zip("hypot", Tensor::hypot, x -> isAbove(CLEAR * 2, x.get(0).abs().maximum(x.get(1).abs()))), //
        map("sinh", Tensor::sinh, Domains::everywhere), //
        map("cosh", Tensor::cosh, Domains::everywhere), //
        map("asinh", Tensor::asinh, Domains::everywhere), //
        map("acosh", Tensor::acosh, x -> isAbove(CLEAR + 1, x.getFirst())), //
        map("atanh", Tensor::atanh, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))));
  }
}
