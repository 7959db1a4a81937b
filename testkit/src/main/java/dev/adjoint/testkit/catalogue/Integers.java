package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

import static dev.adjoint.DType.BOOL;
import static dev.adjoint.DType.INT32;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.broadcast;

/**
 * Arithmetic of whole numbers and truth values. Each entry stands for many methods, which are in the catalogue by their names already, with
 * floating-point operands.
 */
final class Integers {
  private static final String REASON = "whole numbers and truth values do not change a little";

  private Integers() {}

  /** What comes behind an operand, as Java. */
  private record Suffix<F>(String source, F f) {
  }

  private static final List<Suffix<UnaryOperator<Tensor>>> OF_ONE = List.of( //
      new Suffix<>("add(3)", x -> x.add(3)), //
      new Suffix<>("rsub(2)", x -> x.rsub(2)), //
      new Suffix<>("mul(-3)", x -> x.mul(-3)), //
      new Suffix<>("mul(1 << 30)", x -> x.mul(1 << 30)), //
      new Suffix<>("floorDiv(-2)", x -> x.floorDiv(-2)), //
      new Suffix<>("mod(3)", x -> x.mod(3)), //
      new Suffix<>("neg()", Tensor::neg), //
      new Suffix<>("abs()", Tensor::abs), //
      new Suffix<>("sign()", Tensor::sign), //
      new Suffix<>("square()", Tensor::square), //
      new Suffix<>("clamp(-1, 2)", x -> x.clamp(-1, 2)), //
      new Suffix<>("sum()", x -> x.sum()), //
      new Suffix<>("prod()", x -> x.prod()), //
      new Suffix<>("flatten().cumulativeSum(0)", x -> x.flatten().cumulativeSum(0)), //
      new Suffix<>("flatten().mul(2).flip(0)", x -> x.flatten().mul(2).flip(0)));

  private static final List<Suffix<BinaryOperator<Tensor>>> OF_TWO = List.of( //
      new Suffix<>("add($1)", Tensor::add), //
      new Suffix<>("sub($1)", Tensor::sub), //
      new Suffix<>("mul($1)", Tensor::mul), //
      new Suffix<>("maximum($1)", Tensor::maximum), //
      new Suffix<>("minimum($1)", Tensor::minimum), //
      new Suffix<>("floorDiv($1.maximum(1))", (a, b) -> a.floorDiv(b.maximum(1))), //
      new Suffix<>("mod($1.minimum(-1))", (a, b) -> a.mod(b.minimum(-1))));

  private static final List<Suffix<UnaryOperator<Tensor>>> OF_MASKS = List.of( //
      new Suffix<>("count()", x -> x.count()), //
      new Suffix<>("any()", x -> x.any()), //
      new Suffix<>("all()", x -> x.all()), //
      new Suffix<>("xor($0.flatten().any())", x -> x.xor(x.flatten().any())), //
      new Suffix<>("equal($0.not())", x -> x.equal(x.not())));

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("ofIntegers", x -> x.getFirst().dtype() == INT32, (op, x, random) -> {
          var f = OF_ONE.get(random.nextInt(OF_ONE.size()));
          return call(op, "$0." + f.source, in -> f.f.apply(in.get(0)), Domains::everywhere);
        }).discrete(REASON), //
        binary("ofIntegers", x -> both(x) && broadcast(x), (op, x, random) -> {
          var f = OF_TWO.get(random.nextInt(OF_TWO.size()));
          return call(op, "$0." + f.source, in -> f.f.apply(in.get(0), in.get(1)), Domains::everywhere);
        }).discrete(REASON), //
        unary("ofMasks", x -> x.getFirst().dtype() == BOOL, (op, x, random) -> {
          var f = OF_MASKS.get(random.nextInt(OF_MASKS.size()));
          return call(op, "$0." + f.source, in -> f.f.apply(in.get(0)), Domains::everywhere);
        }).discrete(REASON));
  }

  private static boolean both(List<TensorType> x) {
    return x.stream().allMatch(t -> t.dtype() == INT32);
  }
}
