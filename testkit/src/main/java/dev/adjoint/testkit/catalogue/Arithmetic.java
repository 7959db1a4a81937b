package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Arguments.number;
import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Domains.isClearOfWholeNumbers;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.map;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.withNumber;
import static dev.adjoint.testkit.catalogue.Kinds.zip;

/** Sums, products and powers. */
final class Arithmetic {
  private Arithmetic() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        map("copy", Tensor::copy, Domains::everywhere), //
        zip("add", Tensor::add, Domains::everywhere), //
        withNumber("add", Tensor::add), //
        binary("addBias", Types::batchAndRow, Tensor::addBias, Domains::everywhere), //
        zip("sub", Tensor::sub, Domains::everywhere), //
        withNumber("sub", Tensor::sub), //
        withNumber("rsub", Tensor::rsub), //
        zip("mul", Tensor::mul, Domains::everywhere), //
        withNumber("mul", Tensor::mul), //
        zip("div", Tensor::div, x -> isAbove(CLEAR * 2, x.get(1).abs())), //
        withNumber("div", Tensor::div), //
        unary("rdiv", Types::floating, (op, x, random) -> {
          double a = number(random);
          return call(op, "$0.rdiv(" + a + ")", in -> in.get(0).rdiv(a), in -> isAbove(CLEAR * 2, in.get(0).abs()));
        }), //
        zip("floorDiv", Tensor::floorDiv, x -> isAbove(CLEAR * 2, x.get(1).abs()) && isClearOfJumps(x)), //
        zip("mod", Tensor::mod, x -> isAbove(CLEAR * 2, x.get(1).abs()) && isClearOfJumps(x)), //
        map("neg", Tensor::neg, Domains::everywhere), //
        map("reciprocal", Tensor::reciprocal, x -> isAbove(CLEAR * 2, x.getFirst().abs())), //
        map("square", Tensor::square, Domains::everywhere), //
        map("sqrt", Tensor::sqrt, x -> isAbove(CLEAR, x.getFirst())), //
        map("abs", Tensor::abs, x -> isAbove(CLEAR, x.getFirst().abs())), //
        map("sign", Tensor::sign, x -> isAbove(CLEAR, x.getFirst().abs())), //
        unary("pow", Types::floating, (op, x, random) -> {
          double p = List.of(0.0, 1.0, 2.0, 3.0, -1.0, 0.5, -1.5).get(random.nextInt(7));
          return call(op, "$0.pow(" + p + ")", in -> in.get(0).pow(p),
              in -> p >= 0 && p == Math.rint(p) || isAbove(CLEAR * 2, p == -1 ? in.get(0).abs() : in.get(0)));
        }), //
        zip("pow", Tensor::pow, x -> isAbove(CLEAR * 2, x.get(0))));
  }

  private static boolean isClearOfJumps(List<Tensor> x) {
    return isClearOfWholeNumbers(x.get(0).div(x.get(1)));
  }
}
