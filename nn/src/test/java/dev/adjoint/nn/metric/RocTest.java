package dev.adjoint.nn.metric;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RocTest {

  @Test
  void pointsOfASmallExample() {
    // 0.9 is positive, 0.8 negative, 0.7 twice: one of each, 0.1 negative.
    var roc = Roc.of(Tensor.of(0.7, 0.9, 0.1, 0.8, 0.7), Tensor.of(1.0, 1, 0, 0, 0));
    assertEquals(List.of(new Roc.Point(0, 0, Double.POSITIVE_INFINITY), new Roc.Point(0, 0.5, 0.9),
        new Roc.Point(1.0 / 3, 0.5, 0.8), new Roc.Point(2.0 / 3, 1, 0.7), new Roc.Point(1, 1, 0.1)), roc.points());
  }

  /** The statistic of Mann and Whitney, pair by pair. */
  @Property(tries = 50)
  void theAreaIsTheFractionOfPairsInTheRightOrder(@ForAll long seed) {
    var scores = Tensor.uniform(DType.FLOAT64.tensor(30), seed).mul(8).cast(DType.INT32).cast(DType.FLOAT64); // with ties
    var targets = Tensor.arange(0, 30).less(11).cast(DType.FLOAT64);
    double pairs = 0;
    double[] s = scores.toDoubles();
    for (int p = 0; p < 11; p++) {
      for (int n = 11; n < 30; n++) {
        pairs += s[p] > s[n] ? 1 : s[p] == s[n] ? 0.5 : 0;
      }
    }
    assertEquals(pairs / (11 * 19), Roc.of(scores, targets).area(), 1e-12);
  }

  @Test
  void bothClassesAreNeededAndNumbers() {
    assertThrows(IllegalArgumentException.class, () -> Roc.of(Tensor.of(1.0, 2), Tensor.of(1.0, 1)));
    assertThrows(IllegalArgumentException.class, () -> Roc.of(Tensor.of(1.0, Double.NaN), Tensor.of(1.0, 0)));
    assertThrows(IllegalArgumentException.class, () -> Roc.of(Tensor.of(1.0, 2, 3), Tensor.of(1.0, 0)));
  }
}
