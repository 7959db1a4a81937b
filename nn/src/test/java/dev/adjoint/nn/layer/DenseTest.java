package dev.adjoint.nn.layer;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.init.Initializer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DenseTest {

  @Property(tries = 300, seed = "1")
  void isTheProductPlusTheBias(@ForAll @IntRange(min = 1, max = 9) int n, @ForAll @IntRange(min = 1, max = 9) int d,
      @ForAll @IntRange(min = 1, max = 9) int m, @ForAll long seed) {
    var dense = new Dense(d, m);
    dense.initialize(DType.FLOAT64, seed);
    dense.bias().set(Tensor.normal(DType.FLOAT64.tensor(m), seed + 1));
    var x = Tensor.normal(DType.FLOAT64.tensor(n, d), seed + 2);

    var expected = new DMatrixRMaj(n, m);
    CommonOps_DDRM.mult(x.toDMatrixRMaj(), dense.weights().value().toDMatrixRMaj(), expected);
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < m; c++) {
        expected.add(r, c, dense.bias().value().get(c).item());
      }
    }
    assertArrayEquals(expected.data, dense.forward(x).toDoubles(), 1e-12);
  }

  @Test
  void noInputsOrOutputsAreNoLayer() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Dense(0, 3));
    assertEquals("dense: from 0 inputs to 3 outputs; it takes at least 1 of each", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Dense(2, -1));
  }

  @Test
  void ownsWeightsAndThenABias() {
    var dense = new Dense(3, 2);
    assertEquals(List.of(dense.weights(), dense.bias()), dense.parameters());
    assertEquals(Shape.of(3, 2), dense.weights().shape());
    assertEquals(Shape.of(2), dense.bias().shape());
    assertFalse(dense.weights().isBias());
    assertTrue(dense.bias().isBias());
  }

  @Test
  void startsWithGlorotsWeightsAndNoBias() {
    var dense = new Dense(40, 20);
    dense.initialize(DType.FLOAT64, 5);
    double largest = dense.weights().value().abs().max().item();
    assertEquals(Math.sqrt(6.0 / 60), largest, 0.01);
    assertArrayEquals(new double[20], dense.bias().value().toDoubles());
  }

  @Test
  void startsWithTheInitializerGiven() {
    var dense = new Dense(2, 1, Initializer.constant(0.25));
    dense.initialize(DType.FLOAT32, 5);
    assertArrayEquals(new float[]{0.25f, 0.25f}, dense.weights().value().toFloats());
  }

  @Test
  void inputsOfAnotherWidthAreNamed() {
    var dense = new Dense(3, 2);
    dense.initialize(DType.FLOAT64, 1);
    var e = assertThrows(IllegalArgumentException.class, () -> dense.forward(Tensor.ones(5, 4)));
    assertTrue(e.getMessage().contains("[5, 4]") && e.getMessage().contains("[3, 2]"), e.getMessage());
  }
}
