package dev.adjoint.transform;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
        arguments("jacobian: cannot be computed 0 rows or columns at a time",
            (Executable) () -> Autodiff.jacobian(x -> x.exp(), 0).apply(X)),
        arguments("differentiate: there is no floating-point tensor in [INT32[2], 7] to differentiate by",
            (Executable) () -> Autodiff.grad((List<Object> x) -> X.sum()).apply(List.of(Tensor.of(1, 2), 7))),
        arguments("derivative: there is no derivative of order -1",
            (Executable) () -> Autodiff.derivative(x -> x, X, X, -1)),
        arguments("vmap: axis 0 is out of range: [] has rank 0",
            (Executable) () -> Autodiff.vmap(x -> x).apply(Tensor.of(1.0))),
        arguments("vmap: the batches differ in size: FLOAT64[3] along axis 0 and FLOAT64[2] along axis 0",
            (Executable) () -> Autodiff.vmap((a, b) -> a.add(b)).apply(X, Tensor.ones(2))),
        arguments("vmap: axis 2 is out of range: [3] has rank 1",
            (Executable) () -> Autodiff.vmap(x -> x, 0, 2).apply(X)),
        arguments("vmap: there is no tensor in 7", (Executable) () -> Autodiff.vmap((Integer n) -> n).apply(7)),
        arguments(
            "value: FLOAT64[] reshape is symbolic: while a program or a function under vmap is traced it stands for values "
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
