package dev.adjoint.debug;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Debug;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Why a gradient is missing or zero. */
class ExplainTest {
  private final Tensor x = Tensor.variable(-2.0, -1.0).named("x");
  private final Tensor w = Tensor.variable(3).named("w");

  private static void assertLines(String explanation, String... parts) {
    for (var part : parts) {
      assertTrue(explanation.contains(part), () -> "“" + part + "” is not in:\n" + explanation);
    }
  }

  private String explain(Supplier<Tensor> y) {
    return y.get().backward().explain(x);
  }

  private String broken(UnaryOperator<Tensor> by) {
    return Debug.history(() -> explain(() -> by.apply(x.mul(2)).cast(DType.FLOAT64).mul(w).sum()));
  }

  @Test
  void whatIsNotDifferentiableIsNamed() {
    assertLines(broken(x -> x.argmax(0)),
        "There is no gradient of the output FLOAT64[] with respect to x: variable FLOAT64[2]",
        "→ mul FLOAT64[2]", "✗ argmax INT32[]", "INT32 is not differentiated", "→ cast FLOAT64[]",
        "(ExplainTest.java:");
    assertLines(broken(x -> x.greater(0)), "✗ compare BOOL[2]", "BOOL is not differentiated");
    assertLines(broken(x -> x.cast(DType.INT32)), "✗ cast INT32[2]");
    assertLines(broken(Tensor::stopGradient), "✗ stopGradient FLOAT64[2]", "the gradient is stopped here");
    assertLines(broken(Tensor::detach), "✗ stopGradient FLOAT64[2]", "the gradient is stopped here");
  }

  @Test
  void everyBrokenPathIsShown() {
    var text = Debug.history(() -> explain(() -> x.argmax(0).cast(DType.FLOAT64).add(x.detach().sum()).mul(w)));
    assertLines(text, "✗ argmax", "✗ stopGradient");
  }

  @Test
  void outsideOfAScopeItSaysWhatIsKnownAndHowToSeeMore() {
    assertLines(explain(() -> x.argmax(0).cast(DType.FLOAT64).mul(w)), "There is no gradient",
        "a constant among them (there are 1)",
        "Debug.history(() -> …)");
  }

  @Test
  void constantsCopiesAndRestrictedTapesAreToldApart() {
    var y = w.square();
    assertLines(y.backward().explain(Tensor.of(1.0)), "it is a constant: make it with Tensor.variable(…)");
    var v = Tensor.variable(2);
    assertLines(v.named("v").square().backward().explain(v), "another node with the same value: v: variable FLOAT64[]",
        "use the new one");
    assertLines(Tape.of(v.mul(w)).to(w).backward().explain(v), "the tape was restricted");
  }

  @Test
  void theOperationThatMakesAGradientZeroIsNamed() {
    assertLines(explain(() -> x.mul(3).relu().mul(w).sum()), "∇ of x: variable FLOAT64[2] is zero everywhere",
        "→ mul FLOAT64[2]",
        "✗ relu FLOAT64[2]: what it passes back is zero, as its derivative is where x ≤ 0", "max -3, mean",
        "its own gradient is not zero: min 3");
    assertLines(explain(() -> x.greater(0).where(x, 0).mul(w).sum()), "✗ where", "the other branch is taken");
    assertLines(explain(() -> x.clamp(5, 6).mul(w).sum()), "✗ maximum", "the other operand is larger");
    assertLines(explain(() -> x.minimum(-7).mul(w).sum()), "✗ minimum");
    assertLines(explain(() -> x.mul(0).mul(w).sum()), "✗ mul", "the other factor is 0");
    assertLines(explain(() -> x.mul(1000).sigmoid().add(x.mul(1000).exp()).mul(w).sum()), "✗ exp");
    assertLines(explain(() -> x.sign().mul(w).sum()), "✗ sign", "between its jumps");
    assertLines(explain(() -> x.scaleGradient(0).mul(w).sum()), "✗ scaleGradient", "for factor 0");
    assertLines(explain(() -> Tensor.concat(0, x, w.reshape(1)).slice(0, 2, 3).sum()),
        "✗ concat FLOAT64[3]: what it passes back is zero");

  }

  @Test
  void whatCancelsAndAZeroCotangentAreToldApart() {
    assertLines(explain(() -> x.mul(w).sub(x.mul(w)).sum()), "adds up to zero");
    assertLines(x.square().backward(Tensor.zeros(2)).explain(x),
        "the cotangent that the backward pass began with is zero");
  }

  @Test
  void aGradientThatIsThereIsShownAlongItsPath() {
    assertLines(explain(() -> x.square().mul(w).sum()), "is not zero: min -12, max -6",
        "→ square FLOAT64[2], ∇ min 3", "→ sum FLOAT64[1], ∇ min 1");
  }

  @Test
  void aScopeChangesNoValueAndNoGradient() {
    Supplier<Tensor> y = () -> x.greater(-1.5).where(x.square(), x.detach().exp()).mul(w).sum();
    var plain = y.get().backward();
    var watched = Debug.history(() -> Debug.nonFinite(() -> y.get().backward()));
    assertEquals(plain.of(x).value(), watched.of(x).value());
    assertEquals(plain.of(w).value(), watched.of(w).value());
  }
}
