package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SamplingTest {
  private static final int N = 20_000;

  @Test
  void seedAndCounterFixTheNumbers() {
    var type = DType.FLOAT32.tensor(3, 4);
    Naive.assertSame(Tensor.of(5).drawUniform(type, 1), Tensor.of(5).drawUniform(type, 1));
    Naive.assertSame(Tensor.of(5).drawNormal(type, 1), Tensor.of(5).drawNormal(type, 1));
    assertNotEquals(Tensor.of(5).drawUniform(type, 1).value(), Tensor.of(6).drawUniform(type, 1).value());
    assertNotEquals(Tensor.of(5).drawNormal(type, 1).value(), Tensor.of(5).drawNormal(type, 2).value());
    assertEquals(type, Tensor.of(5).drawNormal(type, 1).type());
  }

  @Test
  void numbersFollowTheirDistribution() {
    var uniform = Tensor.of(0).drawUniform(DType.FLOAT64.tensor(N), 3);
    var normal = Tensor.of(0).drawNormal(DType.FLOAT64.tensor(N), 3);
    assertEquals(0.5, uniform.mean().item(), 5 / Math.sqrt(12.0 * N));
    assertEquals(0, normal.mean().item(), 5 / Math.sqrt(N));
    assertEquals(1 / 12.0, uniform.variance().item(), 5 * Math.sqrt(2.0 / N) / 12);
    assertEquals(1, normal.variance().item(), 5 * Math.sqrt(2.0 / N));
  }

  @Test
  void drawsAreNotTracked() {
    var counter = Tensor.placeholder(DType.INT32.tensor());
    var drawn = counter.drawNormal(DType.FLOAT64.tensor(2), 1);
    assertTrue(drawn.isSymbolic());
    assertFalse(drawn.isTracked());
  }
}
