package dev.adjoint.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.opentest4j.TestAbortedException;

import static dev.adjoint.testkit.GradientAssertions.assertBatches;
import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertCompilesToARounding;
import static dev.adjoint.testkit.GradientAssertions.assertForwardIsReverse;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The assertions pass what is right however steep it is, and notice what is wrong however little. */
class GradientAssertionsTest {

  @Property(seed = "1", tries = 100)
  void swish(@ForAll @TensorRange(min = -5, max = 5) Tensor x) {
    assertGradients(t -> t.mul(t.sigmoid()), x);
  }

  @Property(seed = "2", tries = 100)
  void floats(@ForAll @OfDType(dev.adjoint.DType.FLOAT32) @TensorRange(min = -2, max = 2) Tensor x) {
    assertGradients(t -> t.sin().exp(), x);
  }

  @Example
  void steepAndFlatFunctionsPass() {
    var x = Tensor.of(0.3, -1.7, 2.9);
    for (UnaryOperator<Tensor> f : java.util.List.<UnaryOperator<Tensor>>of(t -> t.mul(1000).sin(),
        t -> t.mul(1e-9).exp(),
        t -> t.mul(1e12), t -> t.mul(1e-12), t -> t.sub(t), t -> t.add(1e6).square(), t -> t.mul(50).sigmoid())) {
      assertGradients(f, x);
    }
  }

  /**
   * y = x³, with a derivative of anyone's choice.
   *
   * @param slope x ↦ y′
   */
  private record Cube(UnaryOperator<Tensor> slope) implements Op.Unary {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      for (int i = 0; i < x.doubles().length; i++) {
        y.doubles()[i] = Math.pow(x.doubles()[i], 3);
      }
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(slope.apply(x));
    }

    static UnaryOperator<Tensor> with(UnaryOperator<Tensor> slope) {
      return x -> Tensor.apply(new Cube(slope), x);
    }
  }

  @Example
  void noticesAMillionthPart() {
    var x = Tensor.of(1.5, 2.0);
    assertGradients(Cube.with(t -> t.square().mul(3)), x);
    var error = assertThrows(AssertionError.class, () -> assertGradients(Cube.with(t -> t.square().mul(3.000003)), x));
    assertTrue(error.getMessage().startsWith("first derivative is wrong in 2 of 2 elements:"), error.getMessage());
    assertTrue(error.getMessage().contains("input 0[0]: tape "), error.getMessage());
  }

  @Example
  void noticesARuleThatCannotBeDifferentiated() {
    var error = assertThrows(AssertionError.class,
        () -> assertGradients(Cube.with(t -> t.detach().square().mul(3)), Tensor.of(1.5)));
    assertTrue(error.getMessage().startsWith("second derivative is wrong in 1 of 1 elements:"), error.getMessage());
  }

  @Example
  void aJumpSaysNothing() {
    assertThrows(TestAbortedException.class,
        () -> assertGradients(t -> t.greater(0).where(t.scalar(1), t.scalar(0)).add(t.mul(0)), Tensor.of(0.0)));
  }

  @Example
  void aProgramThatComputesSomethingElseIsNoticed() {
    var calls = new AtomicInteger();
    var error = assertThrows(AssertionError.class,
        () -> assertCompiles(t -> t.mul(calls.incrementAndGet()), Tensor.of(1.0, 2.0)));
    assertTrue(error.getMessage().startsWith("compiled, run 1, the value is"), error.getMessage());
  }

  @Example
  void aLoopCompilesToARounding() {
    var x = Tensor.of(0.3, -0.7, 1.1);
    assertCompilesToARounding(t -> Autodiff.fold((c, e) -> c.mul(e).add(t.mul(c).mean()).sin(), t.get(0), t), x);
    var calls = new AtomicInteger();
    UnaryOperator<Tensor> off = t -> t.mul(1 + 1e-12 * calls.incrementAndGet());
    var error = assertThrows(AssertionError.class, () -> assertCompilesToARounding(off, x));
    assertTrue(error.getMessage().startsWith("compiled, the value is 0.3"), error.getMessage());
  }

  @Example
  void aForwardModeThatIsNotTheReverseIsNoticed() {
    var x = Tensor.of(1.0, 2.0);
    assertForwardIsReverse(t -> t.square(), x);
    var calls = new AtomicInteger();
    var error = assertThrows(AssertionError.class,
        () -> assertForwardIsReverse(t -> t.mul(1 + 1e-12 * calls.incrementAndGet()), x));
    assertTrue(error.getMessage().startsWith("forward mode gives "), error.getMessage());
  }

  @Example
  void aBatchThatIsNotItsExamplesIsNoticed() {
    var x = Tensor.of(1.0, 2.0);
    assertBatches(t -> t.square(), x);
    var calls = new AtomicInteger();
    var error = assertThrows(AssertionError.class,
        () -> assertBatches(t -> t.mul(1 + 1e-12 * calls.incrementAndGet()), x));
    assertTrue(error.getMessage().startsWith("in a batch, f of example 0 is 1."), error.getMessage());
    // A batch is traced, and examples are not.
    error = assertThrows(AssertionError.class,
        () -> assertBatches(t -> t.mul(t.isSymbolic() ? t.stopGradient() : t), x));
    assertTrue(error.getMessage().startsWith("in a batch, the slope of f of example 0 is"), error.getMessage());
  }

  @Example
  void functionsOfSeveralTensors() {
    assertGradients((a, b) -> a.div(b), Tensor.of(1.0, 2.0), Tensor.of(3.0));
    assertGradients(in -> in.get(1).gather(0, in.get(0)).exp(), Tensor.of(1, 0, 1), Tensor.of(0.5, -0.5));
    assertEquals(0, Tensor.zeros(0).size());
    assertGradients(t -> t.exp(), Tensor.zeros(0));
  }
}
