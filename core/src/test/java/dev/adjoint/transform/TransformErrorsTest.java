package dev.adjoint.transform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A mistake says what is wrong, with what, and what to do. */
class TransformErrorsTest {
  private static final Tensor X = Tensor.of(1.0, 2, 3);

  record Line(Tensor slope, Tensor offset) {
  }

  private static final Line LINE = new Line(X, Tensor.of(1.0));

  private static Tensor product(Line line) {
    return line.slope().mul(line.offset());
  }

  @ParameterizedTest
  @MethodSource
  void misuseNamesWhatIsWrong(String message, Executable misuse) {
    var error = assertThrows(RuntimeException.class, misuse);
    assertEquals(message, error.getMessage());
  }

  private static final class Plain {
    @Override
    public String toString() {
      return "a plain object";
    }
  }

  /** Each transform given a function that does not fit it, and a class that holds tensors where nobody finds them. */
  static Stream<Arguments> transformsSayTheirOwnName() {
    UnaryOperator<Tensor> vector = Tensor::exp;
    Function<Tensor, Tensor> same = Tensor::exp;
    Function<Plain, Tensor> ofPlain = _ -> X.sum();
    var plain = new Plain();
    return Stream.<Object[]>of(new Object[]{"grad", (Executable) () -> Autodiff.grad(vector).apply(X)},
        new Object[]{"grad", (Executable) () -> Autodiff.grad((a, b) -> a.mul(b)).apply(X, X)},
        new Object[]{"grad", (Executable) () -> Autodiff.grad(ofPlain).apply(plain)},
        new Object[]{"valueAndGrad", (Executable) () -> Autodiff.valueAndGrad(vector).apply(X)},
        new Object[]{"valueAndGrad", (Executable) () -> Autodiff.valueAndGrad(ofPlain).apply(plain)},
        new Object[]{"valueAndGradWithAux", (Executable) () -> Autodiff
            .valueAndGradWithAux((Tensor x) -> new ValueAndGradient.WithAux<>(x, "aux")).apply(X)},
        new Object[]{"linearize", (Executable) () -> Autodiff.linearize(ofPlain, plain)},
        new Object[]{"vjp", (Executable) () -> Autodiff.vjp(ofPlain, plain, X.sum())},
        new Object[]{"vjp", (Executable) () -> Autodiff.vjp(same, X, X.sum())},
        new Object[]{"jvp", (Executable) () -> Autodiff.jvp(ofPlain, plain, plain)},
        new Object[]{"jvp", (Executable) () -> Autodiff.jvp(vector, X, X.sum())},
        new Object[]{"jvp", (Executable) () -> Autodiff.linearize(same, X).jvp(X.sum())},
        new Object[]{"derivative", (Executable) () -> Autodiff.derivative(vector, X, X.sum(), 2)},
        new Object[]{"derivative", (Executable) () -> Autodiff.derivative(ofPlain, plain, plain, 0)},
        new Object[]{"jacobian", (Executable) () -> Autodiff.jacobian(ofPlain).apply(plain)},
        new Object[]{"jacobianAll", (Executable) () -> Autodiff.jacobianAll(ofPlain).apply(plain)},
        new Object[]{"jacobian",
            (Executable) () -> Autodiff.jacobian(x -> x.argmax(0), JacobianOptions.forward()).apply(X)},
        new Object[]{"hessian", (Executable) () -> Autodiff.hessian(vector).apply(X)},
        new Object[]{"hessian", (Executable) () -> Autodiff.hessian(same, JacobianOptions.chunksOf(2)).apply(X)},
        new Object[]{"hvp", (Executable) () -> Autodiff.hvp(same, X, X)},
        new Object[]{"hvp", (Executable) () -> Autodiff.hvp(Tensor::sum, X, X.sum())},
        new Object[]{"vhp", (Executable) () -> Autodiff.vhp(same, X, X)},
        new Object[]{"vhp", (Executable) () -> Autodiff.vhp(Tensor::sum, X, X.sum())},
        new Object[]{"laplacian", (Executable) () -> Autodiff.laplacian(vector).apply(X)},
        new Object[]{"laplacian", (Executable) () -> Autodiff.laplacian(same, JacobianOptions.chunksOf(2)).apply(X)},
        new Object[]{"divergence", (Executable) () -> Autodiff.divergence(x -> x.sum()).apply(X)},
        new Object[]{"vmap", (Executable) () -> Autodiff.vmap(ofPlain).apply(plain)})
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource
  void transformsSayTheirOwnName(String name, Executable misuse) {
    var message = assertThrows(IllegalArgumentException.class, misuse).getMessage();
    assertTrue(message.startsWith(name + ": "), message);
    if (message.contains("a plain object")) {
      assertTrue(message.endsWith("use a tensor, or a record, list, map or array of tensors"), message);
    }
  }

  @Test
  void aFunctionThatIsNullIsNoticedAtOnce() {
    int tried = 0;
    for (var method : Autodiff.class.getMethods()) {
      if (Modifier.isStatic(method.getModifiers()) && method.getReturnType().getName().endsWith("Function")
          || method.getReturnType().getName().endsWith("Operator")) {
        var arguments = Arrays.stream(method.getParameterTypes()).map(type -> type == int.class ? 1 : null).toArray();
        var error = assertThrows(InvocationTargetException.class, () -> method.invoke(null, arguments),
            method::toString);
        assertEquals(method.getName() + ": the function is null", error.getCause().getMessage());
        tried++;
      }
    }
    assertTrue(tried > 35, "" + tried);
    List<Executable> loops = List.of(() -> Autodiff.scan(null, X, X), () -> Autodiff.fold(null, X, X),
        () -> Autodiff.whileLoop(null, c -> c, X), () -> Autodiff.whileLoop(c -> Tensor.of(false), null, X),
        () -> Autodiff.whileLoop(c -> Tensor.of(false), null, X, 1),
        () -> Autodiff.cond(Tensor.of(true), (Tensor x) -> x, null, X)); // the one that is not taken too
    for (var loop : loops) {
      var message = assertThrows(NullPointerException.class, loop).getMessage();
      assertTrue(message.endsWith(": the function is null"), message);
    }
    List<Executable> operations = List.of(() -> Op.custom(null, x -> x, (x, y, dy) -> dy),
        () -> Op.custom("f", (UnaryOperator<Tensor>) null, (x, y, dy) -> dy),
        () -> Op.custom("f", (UnaryOperator<Tensor>) x -> x, null),
        () -> Op.custom("f", Tensor::add, (a, b, y, dy) -> dy, null),
        () -> Op.custom("f", (List<Tensor> x) -> x.getFirst(), null));
    for (var operation : operations) {
      var message = assertThrows(IllegalArgumentException.class, operation).getMessage();
      assertEquals("custom: needs a name, a forward function and its rules, but one of them is null", message);
    }
  }

  static Stream<Arguments> misuseNamesWhatIsWrong() {
    return Stream.of(
        arguments(
            "grad: the result FLOAT64[3] is not one floating-point number: reduce it, e.g. with sum(), or take a vjp or "
                + "the jacobian",
            (Executable) () -> Autodiff.grad(x -> x.exp()).apply(X)),
        arguments(
            "grad: the result INT32[] is not one floating-point number: reduce it, e.g. with sum(), or take a vjp or "
                + "the jacobian",
            (Executable) () -> Autodiff.grad(x -> x.argmax()).apply(X)),
        arguments(
            "vjp: the cotangent is FLOAT64[2], where the result is FLOAT64[3]; they must be built alike, of tensors of the "
                + "same types",
            (Executable) () -> Autodiff.vjp(x -> x.exp(), X, Tensor.ones(2))),
        arguments(
            "jvp: the tangent is FLOAT32[3], where the argument is FLOAT64[3]; they must be built alike, of tensors of the "
                + "same types",
            (Executable) () -> Autodiff.jvp(x -> x.exp(), X, X.cast(DType.FLOAT32))),
        arguments(
            "jvp: the tangent at .offset is FLOAT64[3], where the argument is FLOAT64[]; they must be built alike, of "
                + "tensors of the same types",
            (Executable) () -> Autodiff.jvp(TransformErrorsTest::product, LINE, new Line(X, X))),
        arguments(
            "vjp: the cotangent at [1] is [], where the result is {w=FLOAT64[3]}; they must be built alike, of tensors of "
                + "the same types",
            (Executable) () -> Autodiff.vjp((Tensor x) -> List.of(x, Map.of("w", x)), X, List.of(X, List.of()))),
        arguments("jacobian: the result of the function is INT32[], not a floating-point tensor",
            (Executable) () -> Autodiff.jacobian(x -> x.argmax()).apply(X)),
        arguments(
            "divergence: the result is FLOAT64[], where the argument is FLOAT64[3]; they must be built alike, of tensors of the "
                + "same types",
            (Executable) () -> Autodiff.divergence(x -> x.sum()).apply(X)),
        arguments(
            "divergence: the result at .slope is FLOAT64[], where the argument is FLOAT64[3]; they must be built alike, of "
                + "tensors of the same types",
            (Executable) () -> Autodiff.divergence((Line l) -> new Line(product(l).sum(), l.offset())).apply(LINE)),
        arguments("jacobianOptions: partial derivatives cannot be computed 0 rows or columns at a time",
            (Executable) () -> JacobianOptions.chunksOf(0)),
        arguments("divergence: its terms are elements of columns, which forward mode computes, not reverse mode",
            (Executable) () -> Autodiff.divergence(x -> x, JacobianOptions.reverse()).apply(X)),
        arguments(
            "grad: there is no floating-point tensor in [INT32[2], 7] to differentiate by; use a tensor, or a record, list, map "
                + "or array of tensors",
            (Executable) () -> Autodiff.grad((List<Object> x) -> X.sum()).apply(List.of(Tensor.of(1, 2), 7))),
        arguments("derivative: there is no derivative of order -1",
            (Executable) () -> Autodiff.derivative(x -> x, X, X, -1)),
        arguments("vmap: axis 0 is out of range: [] has rank 0",
            (Executable) () -> Autodiff.vmap(x -> x).apply(Tensor.of(1.0))),
        arguments("vmap: the batches differ in size: FLOAT64[3] along axis 0 and FLOAT64[2] along axis 0",
            (Executable) () -> Autodiff.vmap((a, b) -> a.add(b)).apply(X, Tensor.ones(2))),
        arguments("vmap: axis 2 is out of range: [3] has rank 1",
            (Executable) () -> Autodiff.vmap(x -> x, 0, 2).apply(X)),
        arguments("vmap: there is no tensor in 7; use a tensor, or a record, list, map or array of tensors",
            (Executable) () -> Autodiff.vmap((Integer n) -> n).apply(7)),
        arguments(
            "item: FLOAT64[] reshape is symbolic: while a program or a function under vmap is traced it stands for values "
                + "that are not there yet; so Java's if and while cannot depend on it, use where instead",
            (Executable) () -> Autodiff.vmap(x -> x.sum().item() > 4 ? x : x.neg()).apply(Tensor.ones(2, 2))),
        arguments("forward: the tangent of FLOAT64[] is of type FLOAT64[3]", (Executable) () -> {
          var x = Tensor.variable(1);
          Tape.of(x.exp()).forward(Map.of(x, X));
        }),
        arguments("backward: 2 outputs need as many cotangents, got 1", (Executable) () -> {
          var x = Tensor.variable(1);
          Tape.downTo(List.of(), List.of(x.exp(), x.sin())).backward(List.of(X.get(0)));
        }));
  }
}
