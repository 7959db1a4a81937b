package dev.adjoint.nn;

import java.util.List;
import java.util.Map;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** A compiled model is never stale. */
class CompiledModelTest {
  private static final Tensor X = Tensor.normal(DType.FLOAT64.tensor(5, 3), 1);

  private final Dense first = new Dense(3, 4);
  private final Sequential model = new Sequential(first, Activation.TANH, new Dense(4, 2)).initialize(DType.FLOAT64, 7);

  private void change() {
    first.weights().set(first.weights().value().add(1).detach());
  }

  @Test
  void itReadsWhatWasSet() {
    var compiled = model.compile();
    var program = Program.trace(List.of(X.type()), in -> List.of(model.forward(in.getFirst()).detach()));
    for (int i = 0; i < 3; i++) {
      assertEquals(model.forward(X).value(), compiled.apply(X).value());
      assertEquals(model.forward(X).value(), program.run(X).getFirst().value());
      change();
    }
    model.initialize(DType.FLOAT32, 7);
    var x = X.cast(DType.FLOAT32);
    assertEquals(model.forward(x).value(), compiled.apply(x).value());
  }

  @Test
  void itsGradientsAreNotLost() {
    var compiled = Autodiff.compile((Tensor x) -> model.forward(x).square().sum());
    for (int i = 0; i < 2; i++) {
      var w = first.weights().value();
      assertEquals(model.forward(X).square().sum().backward().of(w).value(),
          compiled.apply(X).backward().of(w).value());
      change();
    }
    assertThrows(IllegalArgumentException.class,
        () -> Program.trace(List.of(X.type()), in -> List.of(model.forward(in.getFirst()))));
  }

  @Test
  void standInsAreReadInsideAndOutsideOfATrace() {
    var compiled = model.compile();
    var before = compiled.apply(X);
    var zeros = Map.of(first.weights(), Tensor.zeros(first.weights().value().type()));
    var expected = Parameter.with(zeros, () -> model.forward(X)).value();
    assertEquals(expected, Parameter.with(zeros, () -> compiled.apply(X)).value());
    assertEquals(before.value(), compiled.apply(X).value());
    var inside = Autodiff.compile((Tensor x) -> Parameter.with(zeros, () -> model.forward(x)).detach());
    assertEquals(expected, inside.apply(X).value());
    // a gradient by what stands in, of a function that is compiled
    var loss = Autodiff.compile((Tensor x) -> model.forward(x).square().sum());
    var at = first.weights().value().detach();
    assertEquals(model.forward(X).square().sum().backward().of(first.weights().value()).value(),
        Autodiff.grad((Tensor w) -> Parameter.with(Map.of(first.weights(), w), () -> loss.apply(X))).apply(at).value());
  }

  @Test
  void aParameterInACustomModelInAMap() {
    var scale = Parameter.weights("scale", Shape.SCALAR, dev.adjoint.nn.init.Initializer.zeros());
    scale.initialize(DType.FLOAT64, 1);
    var f = Autodiff.compile((Map<String, Tensor> in) -> Map.of("y", in.get("x").mul(scale.value()).detach()));
    assertEquals(0, f.apply(Map.of("x", Tensor.of(2.0))).get("y").item());
    scale.set(Tensor.of(3.0));
    assertEquals(6, f.apply(Map.of("x", Tensor.of(2.0))).get("y").item());
  }
}
