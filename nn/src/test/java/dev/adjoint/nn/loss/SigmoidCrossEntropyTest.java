package dev.adjoint.nn.loss;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class SigmoidCrossEntropyTest {
  private final Loss loss = new SigmoidCrossEntropy();

  @Property(tries = 200, seed = "1")
  void isBinaryCrossEntropyOfTheSigmoid(@ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(min = 1, max = 7) int m, @ForAll long seed) {
    var x = Tensor.variable(logits(n, m, seed));
    var y = Tensor.uniform(x.type(), seed + 1);
    var fused = loss.of(x, y);
    var composed = new BinaryCrossEntropy().of(x.sigmoid(), y);
    assertEquals(composed.item(), fused.item(), 1e-12);
    assertArrayEquals(composed.backward().of(x).toDoubles(), fused.backward().of(x).toDoubles(), 1e-12);
  }

  private static Tensor logits(int n, int m, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(n, m), seed).mul(3);
  }

  @Test
  void isRightWhereTheSigmoidIsFullySaturated() {
    var x = Tensor.variable(1000.0, -1000.0, 1000.0, -1000.0);
    var y = Tensor.of(0.0, 1.0, 1.0, 0.0);
    var l = loss.of(x, y);
    assertEquals(2000.0 / 4, l.item());
    assertArrayEquals(new double[]{0.25, -0.25, 0, 0}, l.backward().of(x).toDoubles());
  }
}
