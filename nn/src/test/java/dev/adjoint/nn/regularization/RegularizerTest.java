package dev.adjoint.nn.regularization;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.init.Initializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RegularizerTest {
  private final Parameter weights = Parameter.weights("weights", Shape.of(2, 2), Initializer.zeros());
  private final Parameter more = Parameter.weights("more", Shape.of(1), Initializer.zeros());
  private final Parameter bias = Parameter.bias("bias", Shape.of(2));
  private final Parameters parameters = Parameters.of(weights, bias, more);

  @BeforeEach
  void values() {
    weights.set(Tensor.of(new double[][]{{1, -2}, {3, -4}}));
    more.set(Tensor.of(new double[]{5}));
    bias.set(Tensor.of(100.0, 100.0));
  }

  @Test
  void l1IsTheSumOfMagnitudesAndItsGradientTheSign() {
    var sum = new L1(0.1).addTo(Tensor.of(7.0), parameters);
    assertEquals(7 + 0.1 * (1 + 2 + 3 + 4 + 5), sum.item(), 1e-12);
    var gradients = sum.backward();
    assertArrayEquals(new double[]{0.1, -0.1, 0.1, -0.1}, gradients.of(weights.value()).toDoubles(), 1e-15);
    assertArrayEquals(new double[]{0.1}, gradients.of(more.value()).toDoubles(), 1e-15);
  }

  @Test
  void l2IsHalfTheSumOfSquaresAndItsGradientTheWeights() {
    var sum = new L2(0.1).addTo(Tensor.of(7.0), parameters);
    assertEquals(7 + 0.05 * (1 + 4 + 9 + 16 + 25), sum.item(), 1e-12);
    var gradients = sum.backward();
    assertArrayEquals(new double[]{0.1, -0.2, 0.3, -0.4}, gradients.of(weights.value()).toDoubles(), 1e-15);
    assertArrayEquals(new double[]{0.5}, gradients.of(more.value()).toDoubles(), 1e-15);
  }

  @Test
  void biasesAreLeftAlone() {
    assertFalse(new L1(0.1).addTo(Tensor.of(7.0), parameters).backward().reach(bias.value()));
    assertFalse(new L2(0.1).addTo(Tensor.of(7.0), parameters).backward().reach(bias.value()));
  }

  @Test
  void noneAddsNothing() {
    assertEquals(7, Regularizer.NONE.addTo(Tensor.of(7.0), parameters).item());
  }

  @Test
  void aPenaltyIsOneNumberAndItsFactorNotNegative() {
    Regularizer each = w -> w.square();
    var e = assertThrows(IllegalArgumentException.class, () -> each.addTo(Tensor.of(7.0), parameters));
    assertEquals("regularizer: the penalty for weights[2, 2] is FLOAT64[2, 2], not one number", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> new L2(-1));
    assertEquals("l2: a lambda of -1.0; it takes a finite one of at least 0", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new L1(Double.NaN));
  }

  @Test
  void theElementTypeStays() {
    var w = Tensor.ones(DType.FLOAT32.tensor(2));
    assertEquals(DType.FLOAT32, new L1(0.3).of(w).dtype());
    assertEquals(DType.FLOAT32, new L2(0.3).of(w).dtype());
    assertEquals(DType.FLOAT32, Regularizer.NONE.of(w).dtype());
  }
}
