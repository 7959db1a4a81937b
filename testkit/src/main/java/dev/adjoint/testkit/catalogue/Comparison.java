package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.testkit.catalogue.Kinds.WithNumber;

import static dev.adjoint.DType.BOOL;
import static dev.adjoint.testkit.catalogue.Arguments.number;
import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.nary;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.zip;
import static dev.adjoint.testkit.catalogue.Types.broadcast;
import static dev.adjoint.testkit.catalogue.Types.sameElements;

/** Comparing and choosing. */
final class Comparison {
  private Comparison() {}

  static Stream<Operation> operations() {
    Predicate<List<Tensor>> apart = x -> isAbove(CLEAR, x.get(0).sub(x.get(1)).abs());
    return Stream.of( //
        comparison("equal", Tensor::equal, Tensor::equal), //
        comparison("notEqual", Tensor::notEqual, Tensor::notEqual), //
        comparison("less", Tensor::less, Tensor::less), //
        comparison("lessOrEqual", Tensor::lessOrEqual, Tensor::lessOrEqual), //
        comparison("greater", Tensor::greater, Tensor::greater), //
        comparison("greaterOrEqual", Tensor::greaterOrEqual, Tensor::greaterOrEqual), //
        Stream.of( //
            binary("and", Comparison::masks, Tensor::and, Domains::everywhere).discrete("makes truth values"), //
            binary("or", Comparison::masks, Tensor::or, Domains::everywhere).discrete("makes truth values"), //
            special("isNaN", Tensor::isNaN), //
            special("isInfinite", Tensor::isInfinite), //
            special("isFinite", Tensor::isFinite), //
            binary("xor", Comparison::masks, Tensor::xor, Domains::everywhere).discrete("makes truth values"), //
            unary("not", x -> x.getFirst().dtype() == BOOL,
                (op, x, random) -> call(op, "$0.not()", in -> in.get(0).not(),
                    Domains::everywhere))
                .discrete("makes truth values"), //
            nary("where", 3, x -> x.getFirst().dtype() == BOOL && sameElements(x.subList(1, 3)) && broadcast(x),
                (op, x, random) -> call(op, "$0.where($1, $2)", in -> in.get(0).where(in.get(1), in.get(2)),
                    Domains::everywhere)), //
            binary("where", x -> x.getFirst().dtype() == BOOL && x.get(1).dtype().isFloating() && broadcast(x),
                (op, x, random) -> {
                  double b = number(random);
                  return random.nextBoolean()
                      ? call(op, "$0.where($1, " + b + ")", in -> in.get(0).where(in.get(1), b), Domains::everywhere)
                      : call(op, "$0.where(" + b + ", $1)", in -> in.get(0).where(b, in.get(1)), Domains::everywhere);
                }), //
            binary("whereSafe", Types::broadcastingFloats, (op, x, random) -> call(op,
                "$0.greater(0).whereSafe(Tensor::log, $0, 1, $1)",
                in -> in.get(0).greater(0).whereSafe(Tensor::log, in.get(0), 1, in.get(1)),
                in -> isAbove(CLEAR, in.get(0).abs()))), //
            zip("maximum", Tensor::maximum, apart), //
            kinkAtNumber("maximum", Tensor::maximum), //
            zip("minimum", Tensor::minimum, apart), //
            kinkAtNumber("minimum", Tensor::minimum), //
            unary("clamp", Types::floating, (op, x, random) -> call(op, "$0.clamp(-0.5, 1.25)",
                in -> in.get(0).clamp(-0.5, 1.25),
                in -> isAbove(CLEAR, in.get(0).add(0.5).abs()) && isAbove(CLEAR, in.get(0).sub(1.25).abs())))))
        .flatMap(Function.identity());
  }

  private static Stream<Operation> comparison(String name, BinaryOperator<Tensor> relation, WithNumber number) {
    return Stream.of(
        binary(name, x -> comparable(name, x) && broadcast(x), relation,
            x -> !x.get(0).dtype().isFloating() || isAbove(CLEAR, x.get(0).sub(x.get(1)).abs())),
        unary(name, Types::floating, (op, x, random) -> {
          double b = number(random);
          return call(op, "$0." + name + "(" + b + ")", in -> number.apply(in.get(0), b),
              in -> isAbove(CLEAR, in.get(0).sub(b).abs()));
        })).map(op -> op.discrete("makes truth values"));
  }

  private static Operation special(String name, UnaryOperator<Tensor> f) {
    return unary(name, Types::floating,
        (op, x, random) -> call(op, "$0." + name + "()", in -> f.apply(in.get(0)), Domains::everywhere))
        .discrete("makes truth values");
  }

  private static boolean comparable(String name, List<TensorType> x) {
    return sameElements(x) && (x.getFirst().dtype() != BOOL || name.equals("equal") || name.equals("notEqual"));
  }

  private static Operation kinkAtNumber(String name, WithNumber f) {
    return unary(name, Types::floating, (op, x, random) -> {
      double b = number(random);
      return call(op, "$0." + name + "(" + b + ")", in -> f.apply(in.get(0), b),
          in -> isAbove(CLEAR, in.get(0).sub(b).abs()));
    });
  }

  private static boolean masks(List<TensorType> x) {
    return x.stream().allMatch(t -> t.dtype() == BOOL) && broadcast(x);
  }
}
