package dev.adjoint.nn.metric;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class BinaryAccuracyTest {
  private static final Tensor TARGETS = Tensor.of(new double[][]{{1}, {0}, {1}, {0}});

  @Test
  void countsOutputsOnTheRightSideOfTheThreshold() {
    var probabilities = Tensor.of(new double[][]{{0.9}, {0.2}, {0.4}, {0.3}});
    assertEquals(0.75, new BinaryAccuracy(0.5).of(probabilities, TARGETS));
    assertEquals(1, new BinaryAccuracy(0.35).of(probabilities, TARGETS));
    assertEquals(0.5, new BinaryAccuracy(0.95).of(probabilities, TARGETS));
  }

  @Test
  void logitsAreJudgedByTheirSign() {
    var logits = Tensor.of(new double[][]{{0.1}, {0.2}, {3}, {-4}});
    assertEquals(0.75, new BinaryAccuracy(0).of(logits, TARGETS));
  }

  @Test
  void anOutputOnTheThresholdSaysNo() {
    assertEquals(0.5, new BinaryAccuracy(0.5).of(Tensor.of(0.5, 0.5), Tensor.of(0.0, 1.0)));
  }

  @Test
  void worksOnFloats() {
    var floats = Tensor.of(new float[][]{{0.9f}, {0.2f}, {0.4f}, {0.3f}});
    assertEquals(0.75, new BinaryAccuracy(0.5).of(floats, TARGETS.cast(DType.FLOAT32)));
  }

  @Test
  void targetsOfAnotherShapeAreRefused() {
    var metric = new BinaryAccuracy(0.5);
    assertThrows(IllegalArgumentException.class, () -> metric.of(TARGETS, TARGETS.flatten()));
  }
}
