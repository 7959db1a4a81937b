package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.op.Axes;

import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Arguments.number;
import static dev.adjoint.testkit.catalogue.Arguments.someAxes;

/** Operations alike in what they are called with, so that an entry of the catalogue is a line. */
final class Kinds {
  private Kinds() {}

  interface WithNumber {
    Tensor apply(Tensor x, double number);
  }

  interface AlongAxis {
    Tensor apply(Tensor x, int axis);
  }

  interface Reduction {
    Tensor apply(Tensor x, Axes axes);
  }

  interface ReductionDomain {
    boolean test(Tensor x, Axes axes);
  }

  static Call call(Operation op, String source, Function<List<Tensor>, Tensor> f,
      Predicate<List<Tensor>> domain) {
    return new Call(op, source, f, domain);
  }

  static Operation nary(String name, int arity, Predicate<List<TensorType>> type,
      Operation.Arguments arguments) {
    return new Operation(name, arity, type, arguments, Optional.empty());
  }

  static Operation unary(String name, Predicate<List<TensorType>> type, Operation.Arguments arguments) {
    return nary(name, 1, type, arguments);
  }

  static Operation binary(String name, Predicate<List<TensorType>> type, Operation.Arguments arguments) {
    return nary(name, 2, type, arguments);
  }

  static Operation binary(String name, Predicate<List<TensorType>> type, BinaryOperator<Tensor> f,
      Predicate<List<Tensor>> domain) {
    return binary(name, type,
        (op, x, random) -> call(op, "$0." + name + "($1)", in -> f.apply(in.get(0), in.get(1)), domain));
  }

  /** Elementwise on one tensor. */
  static Operation map(String name, UnaryOperator<Tensor> f, Predicate<List<Tensor>> domain) {
    return unary(name, name.equals("copy") ? x -> true : Types::floating,
        (op, x, random) -> call(op, "$0." + name + "()", in -> f.apply(in.get(0)), domain));
  }

  /** Elementwise on two tensors. */
  static Operation zip(String name, BinaryOperator<Tensor> f, Predicate<List<Tensor>> domain) {
    return binary(name, Types::broadcastingFloats, f, domain);
  }

  static Operation withNumber(String name, WithNumber f) {
    return unary(name, Types::floating, (op, x, random) -> {
      double b = number(random);
      return call(op, "$0." + name + "(" + b + ")", in -> f.apply(in.get(0), b), Domains::everywhere);
    });
  }

  static Operation alongAxis(String name, AlongAxis f) {
    return unary(name, Types::floatingVector, (op, x, random) -> withAxis(op, x, random, f));
  }

  static Call withAxis(Operation op, List<TensorType> x, Random random, AlongAxis f) {
    int axis = axis(x.getFirst().shape(), random);
    return call(op, "$0." + op.name() + "(" + axis + ")", in -> f.apply(in.get(0), axis), Domains::everywhere);
  }

  static Call reduce(Operation op, Shape shape, Reduction f, ReductionDomain domain, Random random) {
    return reduce(op, "", shape, f, domain, random);
  }

  /** The same of one of the results, which the source ends with. */
  static Call reduce(Operation op, String result, Shape shape, Reduction f, ReductionDomain domain, Random random) {
    var axes = new Axes(someAxes(shape, random), random.nextBoolean());
    var list = axes.axes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    var source = axes.keepDims()
        ? "$0." + op.name() + "(Axes.keep(" + list + "))"
        : "$0." + op.name() + "(" + list + ")";
    return call(op, source + result, in -> f.apply(in.get(0), axes), in -> domain.test(in.get(0), axes));
  }
}
