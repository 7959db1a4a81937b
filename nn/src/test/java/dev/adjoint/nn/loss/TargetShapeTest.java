package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Targets of another shape would broadcast, and the model would learn something else, as the mean of them. */
class TargetShapeTest {

  static Loss[] losses() {
    return new Loss[]{new MeanSquaredError(), new HalfSquaredError(), new BinaryCrossEntropy(),
        new SigmoidCrossEntropy(), new CrossEntropy()};
  }

  @ParameterizedTest
  @MethodSource("losses")
  void targetsOfAnotherShapeAreRefused(Loss loss) {
    var output = Tensor.ones(4, 2).mul(0.5);
    var e = assertThrows(IllegalArgumentException.class, () -> loss.of(output, Tensor.ones(2)));
    assertTrue(e.getMessage().contains("[4, 2]") && e.getMessage().contains("[2]"), e.getMessage());
  }
}
