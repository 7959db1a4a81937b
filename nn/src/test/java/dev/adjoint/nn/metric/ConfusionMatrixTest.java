package dev.adjoint.nn.metric;

import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ConfusionMatrixTest {
  /** Predictions 0 0 1 2 2 0 of classes 0 0 0 1 1 2. */
  private final ConfusionMatrix matrix = ConfusionMatrix.of(
      Tensor.of(0, 0, 1, 2, 2, 0).oneHot(3), Tensor.of(0, 0, 0, 1, 1, 2));

  @Test
  void countsByTrueClassAndPredictedOne() {
    int[][] expected = {{2, 1, 0}, {0, 0, 2}, {1, 0, 0}};
    assertEquals(3, matrix.classes());
    for (int actual = 0; actual < 3; actual++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertEquals(expected[actual][predicted], matrix.count(actual, predicted), actual + " as " + predicted);
      }
    }
  }

  @Test
  void accuracyIsTheDiagonal() {
    assertEquals(2.0 / 6, matrix.accuracy());
  }

  @Test
  void precisionIsPerPredictedClassAndRecallPerTrueOne() {
    assertEquals(2.0 / 3, matrix.precision(0));
    assertEquals(0, matrix.precision(1));
    assertEquals(2.0 / 3, matrix.recall(0));
    assertEquals(0, matrix.recall(2));
  }

  @Test
  void ofAClassThatIsNeverPredictedOrNeverThereNothingIsKnown() {
    var oneSided = ConfusionMatrix.of(Tensor.of(0, 0).oneHot(3), Tensor.of(0, 1));
    assertEquals(Double.NaN, oneSided.precision(1));
    assertEquals(Double.NaN, oneSided.recall(2));
  }

  @Test
  void printsATable() {
    assertEquals("""
        true\\said    0    1    2   recall
                0    2    1    .    0.667
                1    .    .    2    0.000
                2    1    .    .    0.000
        precision 0.67 0.00 0.00""", matrix.toString());
  }
}
