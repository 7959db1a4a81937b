package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.alongAxis;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.map;
import static dev.adjoint.testkit.catalogue.Kinds.unary;

/** Activation functions. */
final class Activations {
  private Activations() {}

  static Stream<Operation> operations() {
    Predicate<List<Tensor>> apartFromZero = x -> isAbove(CLEAR, x.getFirst().abs());
    return Stream.of( //
        map("sigmoid", Tensor::sigmoid, Domains::everywhere), //
        map("tanh", Tensor::tanh, Domains::everywhere), //
        map("relu", Tensor::relu, apartFromZero), //
        map("softplus", Tensor::softplus, Domains::everywhere), //
        map("logSigmoid", Tensor::logSigmoid, Domains::everywhere), //
        unary("leakyRelu", Types::floating,
            (op, x, random) -> call(op, "$0.leakyRelu(0.1)", in -> in.get(0).leakyRelu(0.1), apartFromZero)), //
        unary("elu", Types::floating,
            (op, x, random) -> call(op, "$0.elu(1.5)", in -> in.get(0).elu(1.5), apartFromZero)), //
        map("selu", Tensor::selu, apartFromZero), //
        map("gelu", Tensor::gelu, Domains::everywhere), //
        map("geluTanh", Tensor::geluTanh, Domains::everywhere), //
        map("silu", Tensor::silu, Domains::everywhere), //
        unary("softmax", Types::floatingVector, alongLastAxis("softmax", Tensor::softmax)), //
        alongAxis("softmax", Tensor::softmax), //
        unary("logSoftmax", Types::floatingVector, alongLastAxis("logSoftmax", Tensor::logSoftmax)), //
        alongAxis("logSoftmax", Tensor::logSoftmax));
  }

  private static Operation.Arguments alongLastAxis(String name, UnaryOperator<Tensor> f) {
    return (op, x, random) -> call(op, "$0." + name + "()", in -> f.apply(in.get(0)), Domains::everywhere);
  }
}
