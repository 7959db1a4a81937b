package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.init.Initializer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ParameterTest {
  private final Parameter weights = Parameter.weights("weights", Shape.of(2, 3), Initializer.normal(1));

  @Test
  void hasNoValueBeforeInitializeAndSaysWhatToCall() {
    var e = assertThrows(IllegalStateException.class, weights::value);
    assertTrue(e.getMessage().contains("weights[2, 3]") && e.getMessage().contains("initialize(dtype, seed)"),
        e.getMessage());
    assertTrue(weights.toString().contains("without a value"));
  }

  @Test
  void isAVariableUnderItsName() {
    weights.initialize(DType.FLOAT32, 1);
    assertTrue(weights.value().isTracked());
    assertEquals("weights", weights.value().name().orElseThrow());
    assertEquals(DType.FLOAT32.tensor(2, 3), weights.value().type());
  }

  @Test
  void setReplacesTheValueAndForgetsHowItWasMade() {
    weights.initialize(DType.FLOAT64, 1);
    weights.set(weights.value().mul(0).add(4));
    assertArrayEquals(new double[]{4, 4, 4, 4, 4, 4}, weights.value().toDoubles());
    assertTrue(weights.value().inputs().isEmpty());
  }

  @Test
  void setRefusesAnotherShapeAndKeepsTheValue() {
    weights.set(Tensor.ones(2, 3));
    var e = assertThrows(IllegalArgumentException.class, () -> weights.set(Tensor.ones(3, 2)));
    assertTrue(e.getMessage().contains("weights: FLOAT64[2, 3]") && e.getMessage().contains("[3, 2]"), e.getMessage());
    assertEquals(6, weights.value().sum().item());
  }

  @Test
  void setRefusesAnotherElementType() {
    weights.initialize(DType.FLOAT32, 1);
    var e = assertThrows(IllegalArgumentException.class, () -> weights.set(Tensor.ones(2, 3)));
    assertEquals("parameter weights: FLOAT32[2, 3] cannot be set to FLOAT64[2, 3]", e.getMessage());
  }

  @Test
  void aBiasStartsAtZero() {
    var bias = Parameter.bias("bias", Shape.of(2));
    bias.initialize(DType.FLOAT64, 1);
    assertArrayEquals(new double[2], bias.value().toDoubles());
  }
}
