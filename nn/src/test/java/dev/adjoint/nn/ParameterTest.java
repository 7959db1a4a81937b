package dev.adjoint.nn;

import java.util.List;
import java.util.Map;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.init.Initializer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
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
  void whatStandsInOutsideStandsInInsideToo() {
    var other = Parameter.bias("other", Shape.of(2));
    other.initialize(DType.FLOAT64, 1);
    weights.initialize(DType.FLOAT64, 1);
    var outer = Tensor.ones(2, 3);
    var inner = Tensor.ones(2);
    Parameter.with(Map.of(weights, outer, other, Tensor.zeros(2)), () -> Parameter.with(Map.of(other, inner), () -> {
      assertSame(outer, weights.value());
      assertSame(inner, other.value());
      return true;
    }));
  }

  @Test
  void setAndInitializeAreRefusedWhereAnotherTensorStandsIn() {
    weights.initialize(DType.FLOAT64, 1);
    var before = weights.value();
    var standIn = Tensor.zeros(2, 3);
    for (Runnable write : new Runnable[]{() -> weights.set(Tensor.ones(2, 3)),
        () -> weights.initialize(DType.FLOAT64, 2)}) {
      var e = assertThrows(IllegalStateException.class, () -> Parameter.with(Map.of(weights, standIn), () -> {
        write.run();
        return true;
      }));
      assertEquals("parameter weights[2, 3] cannot be set while another tensor stands in for its value: what is set "
          + "would be lost", e.getMessage());
    }
    assertSame(before, weights.value());
  }

  @Test
  void inTheStateOfAProgramItIsReadAndSetThere() {
    var other = Parameter.bias("other", Shape.of(2));
    other.initialize(DType.FLOAT64, 1);
    weights.initialize(DType.FLOAT64, 1);
    var state = Program.State.of(List.of(Tensor.zeros(5), Tensor.ones(2, 3)));
    var first = Parameter.bias("first", Shape.of(5));
    Parameter.within(state, List.of(first, weights), () -> {
      assertEquals(6, weights.value().sum().item());
      assertSame(weights.value(), weights.value());
      assertTrue(weights.value().isTracked());
      weights.set(Tensor.full(3, DType.FLOAT64.tensor(2, 3)));
      other.set(Tensor.ones(2));
      assertEquals(18, weights.value().sum().item());
    });
    assertEquals(18, state.value(1).sum().item());
    assertEquals(2, other.value().sum().item());
    assertNotEquals(18, weights.value().sum().item());
  }

  @Test
  void aBiasStartsAtZero() {
    var bias = Parameter.bias("bias", Shape.of(2));
    bias.initialize(DType.FLOAT64, 1);
    assertArrayEquals(new double[2], bias.value().toDoubles());
  }
}
