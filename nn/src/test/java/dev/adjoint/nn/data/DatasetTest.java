package dev.adjoint.nn.data;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DatasetTest {
  private final Dataset data = new Dataset(Tensor.of(new double[][]{{0, 1}, {10, 11}, {20, 21}}), Tensor.of(5, 6, 7));

  @Test
  void selectTakesRowsAndTheirTargetsInTheOrderGiven() {
    var selected = data.select(2, 0, 2);
    assertEquals(3, selected.size());
    assertArrayEquals(new double[]{20, 21, 0, 1, 20, 21}, selected.inputs().toDoubles());
    assertArrayEquals(new int[]{7, 5, 7}, selected.targets().toInts());
  }

  @Test
  void selectOfNothingIsEmpty() {
    assertEquals(0, data.select().size());
  }

  @Test
  void asManyInputsAsTargetsAreNeeded() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Dataset(Tensor.ones(3, 2), Tensor.ones(2, 1)));
    assertTrue(e.getMessage().contains("[3, 2]") && e.getMessage().contains("[2, 1]"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Dataset(Tensor.of(1.0), Tensor.of(1.0)));
  }

  @Test
  void castLeavesClassIndicesAlone() {
    var floats = data.cast(DType.FLOAT32);
    assertEquals(DType.FLOAT32, floats.inputs().dtype());
    assertEquals(DType.INT32, floats.targets().dtype());
  }

  @Test
  void castChangesTargetsThatAreNumbers() {
    var floats = new Dataset(data.inputs(), Tensor.ones(3, 1)).cast(DType.FLOAT32);
    assertEquals(DType.FLOAT32, floats.targets().dtype());
  }
}
