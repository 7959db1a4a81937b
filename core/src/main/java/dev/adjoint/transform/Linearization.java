package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.adjoint.Gradients;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;

/**
 * A function f at a point x: its value, and its derivative J = ∂f/∂x there as a linear map, which can be applied to any number of
 * directions without calling f again: forward, J·ẋ, and backward, Jᵀ·ȳ.
 *
 * <p>It is differentiable in everything that was tracked outside of it: x, and what f closes over.
 *
 * @param <P> what f takes
 * @param <R> what f gives
 */
public final class Linearization<P, R> {
  private final String operation;
  private final Structure<P> argument;
  private final Structure<R> result;
  private final List<Tensor> inputs;
  private final List<Tensor> outputs;
  private final Tape tape;
  private final boolean differentiable;

  private Linearization(String operation, Structure<P> argument, Structure<R> result, List<Tensor> inputs) {
    this.operation = operation;
    this.argument = argument;
    this.result = result;
    this.inputs = inputs;
    this.outputs = floating(result.tensors());
    var whole = Tape.downTo(inputs, outputs);
    this.tape = whole.to(inputs.toArray(Tensor[]::new));
    // Someone else may differentiate by what f was given, or by what it closes over: that is on the tape and leads to no input.
    this.differentiable = argument.tensors().stream().anyMatch(Tensor::isTracked)
        || whole.nodes().size() > tape.nodes().size();
  }

  /** Calls f once, on variables of its own with the values of x, so that nothing outside is mistaken for them. */
  public static <P, R> Linearization<P, R> of(Function<? super P, ? extends R> f, P x) {
    return of("linearize", f, x);
  }

  /**
   * The same.
   *
   * @param operation what the user called, for errors
   */
  public static <P, R> Linearization<P, R> of(String operation, Function<? super P, ? extends R> f, P x) {
    var inputs = new ArrayList<Tensor>();
    var argument = Structure.of(x);
    P own = argument.map(t -> {
      if (!t.dtype().isFloating()) {
        return t;
      }
      var variable = t.isTracked() ? t.copy() : Tensor.variable(t);
      inputs.add(variable);
      return variable;
    });
    if (inputs.isEmpty()) {
      throw Message.illegal(operation,
          "there is no floating-point tensor in %s to differentiate by; use a tensor, or a record, list, map or array of tensors",
          argument);
    }
    return new Linearization<>(operation, argument, Structure.of(f.apply(own)), List.copyOf(inputs));
  }

  static List<Tensor> floating(List<Tensor> tensors) {
    return tensors.stream().filter(t -> t.dtype().isFloating()).toList();
  }

  /** f(x). */
  public R value() {
    return result.map(y -> differentiable ? y : y.detach());
  }

  /** f(x), as f made it. */
  R result() {
    return result.map(UnaryOperator.identity());
  }

  /**
   * J·ẋ: the direction in which f(x) moves if x moves in direction ẋ, at the price of about two evaluations of f. What is not a
   * floating-point tensor stays as it is.
   *
   * @param tangent ẋ, built like x
   */
  public R jvp(P tangent) {
    var directions = floating(argument.tensorsOf(tangent, called("jvp"), "tangent", "argument"));
    var moving = new HashMap<Tensor, Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      moving.put(inputs.get(i), directions.get(i));
    }
    return withFloating(result, forward(moving).iterator());
  }

  /**
   * Jᵀ·ȳ: the gradient of ⟨ȳ, f(x)⟩ with respect to x, at the price of about two to three evaluations of f. What is not a
   * floating-point tensor stays as it is.
   *
   * @param cotangent ȳ, built like f(x)
   */
  public P vjp(R cotangent) {
    var gradients = backward(floating(result.tensorsOf(cotangent, called("vjp"), "cotangent", "result")));
    return withFloating(argument, inputs.stream().map(gradients::orZero).iterator());
  }

  private String called(String method) {
    return operation.equals("linearize") ? method : operation;
  }

  String operation() {
    return operation;
  }

  private static <S> S withFloating(Structure<S> structure, Iterator<Tensor> others) {
    return structure.map(t -> t.dtype().isFloating() ? others.next() : t);
  }

  /** The argument with the floating-point tensors replaced. */
  P argumentWith(List<Tensor> others) {
    return withFloating(argument, others.iterator());
  }

  List<Tensor> inputs() {
    return inputs;
  }

  List<Tensor> outputs() {
    return outputs;
  }

  /** Requires that the result is a single floating-point tensor. */
  void requireOneOutput() {
    if (result.tensors().size() != 1 || outputs.size() != 1) {
      throw Message.illegal(operation, "the result of the function is %s, not a floating-point tensor", result);
    }
  }

  /**
   * What belongs to the floating-point tensors of the result, in the order in which those of the argument stand, which is built alike.
   *
   * @throws IllegalArgumentException if the result is not built like the argument, of tensors of the same types
   */
  List<Tensor> likeArgument(List<Tensor> ofOutputs) {
    @SuppressWarnings("unchecked") // tensorsOf looks at all of it
    var built = (P) withFloating(result, ofOutputs.iterator());
    return floating(argument.tensorsOf(built, operation, "result", "argument"));
  }

  List<Tensor> forward(Map<Tensor, Tensor> directions) {
    return differentiable ? tape.differentiableForward(directions) : tape.forward(directions);
  }

  private Gradients backward(List<Tensor> cotangents) {
    return differentiable ? tape.differentiableBackward(cotangents) : tape.backward(cotangents);
  }

  /** The gradients of ⟨cotangent, y⟩ for one y among the outputs. */
  Gradients backward(Tensor y, Tensor cotangent) {
    var path = outputs.size() == 1 ? tape : Tape.downTo(inputs, List.of(y)).to(inputs.toArray(Tensor[]::new));
    return differentiable ? path.differentiableBackward(cotangent) : path.backward(cotangent);
  }

  /** The gradient of one number y among the results. */
  P gradient(Tensor y) {
    if (!y.dtype().isFloating() || y.size() != 1) {
      throw Message.illegal(operation,
          "the result %s is not one floating-point number: reduce it, e.g. with sum(), or take a vjp or "
              + "the jacobian",
          y.type());
    }
    var gradients = backward(y, Tensor.ones(y.type()));
    return withFloating(argument, inputs.stream().map(gradients::orZero).iterator());
  }
}
