package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Outputs [n, 1] against targets [n] would broadcast to [n, n], and the model would learn the mean of the targets. */
class TargetShapeTest {

  static Loss[] losses() {
    return new Loss[]{new MeanSquaredError(), new HalfSquaredError(), new BinaryCrossEntropy(),
        new SigmoidCrossEntropy(), new CrossEntropy()};
  }

  @ParameterizedTest
  @MethodSource("losses")
  void targetsOfAnotherShapeAreRefused(Loss loss) {
    var output = Tensor.ones(4, 1).mul(0.5);
    var e = assertThrows(IllegalArgumentException.class, () -> loss.of(output, Tensor.ones(4)));
    assertTrue(e.getMessage().contains("[4, 1]") && e.getMessage().contains("[4]"), e.getMessage());
  }
}
