package dev.adjoint.nn.metric;

import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AccuracyTest {
  private static final Tensor SCORES = Tensor.of(new double[][]{{3, 1, 2}, {0, -1, 5}, {1, 2, 0}, {9, 8, 7}});

  @Test
  void countsTheRowsWhoseLargestScoreIsAtTheRightClass() {
    assertEquals(0.75, new Accuracy().of(SCORES, Tensor.of(0, 2, 1, 2)));
    assertEquals(0, new Accuracy().of(SCORES, Tensor.of(1, 1, 2, 2)));
    assertEquals(1, new Accuracy().of(SCORES, Tensor.of(0, 2, 1, 0)));
  }

  @Test
  void takesProbabilitiesForTargetsToo() {
    var targets = Tensor.of(new double[][]{{0.8, 0.1, 0.1}, {0, 0, 1}, {0.2, 0.5, 0.3}, {0, 0.4, 0.6}});
    assertEquals(0.75, new Accuracy().of(SCORES, targets));
  }

  @Test
  void isCalledAccuracy() {
    assertEquals("accuracy", new Accuracy().name());
  }
}
