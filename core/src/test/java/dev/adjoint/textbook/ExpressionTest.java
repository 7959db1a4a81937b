package dev.adjoint.textbook;

import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The two circuits of the lecture notes of Stanford's CS231n, "Backpropagation, intuitions". */
class ExpressionTest {
  private static final double PRINTED = 0.005; // the notes give two decimals

  @Test
  void productOfASum() {
    var x = Tensor.variable(-2);
    var y = Tensor.variable(5);
    var z = Tensor.variable(-4);
    var f = x.add(y).mul(z);
    var df = f.backward();
    assertEquals(-12, f.item());
    assertEquals(-4, df.of(x).item());
    assertEquals(-4, df.of(y).item());
    assertEquals(3, df.of(z).item());
  }

  @Test
  void sigmoidCircuit() {
    var w0 = Tensor.variable(2);
    var w1 = Tensor.variable(-3);
    var w2 = Tensor.variable(-3);
    var x0 = Tensor.variable(-1);
    var x1 = Tensor.variable(-2);
    var f = w0.mul(x0).add(w1.mul(x1)).add(w2).neg().exp().add(1).reciprocal();
    var df = f.backward();
    assertEquals(0.73, f.item(), PRINTED);
    assertEquals(-0.20, df.of(w0).item(), PRINTED);
    assertEquals(-0.39, df.of(w1).item(), PRINTED);
    assertEquals(0.20, df.of(w2).item(), PRINTED);
    assertEquals(0.39, df.of(x0).item(), PRINTED);
    assertEquals(-0.59, df.of(x1).item(), PRINTED);
  }

  @Test
  void sigmoidCircuitExactly() {
    var w = Tensor.variable(2, -3, -3);
    var x = Tensor.variable(-1, -2, 1);
    var f = w.dot(x).sigmoid();
    var df = f.backward();
    double s = 1 / (1 + Math.exp(-1));
    assertEquals(s, f.item(), 1e-15);
    double[] weights = {2, -3, -3};
    double[] inputs = {-1, -2, 1};
    for (int i = 0; i < 3; i++) {
      assertEquals(s * (1 - s) * inputs[i], df.of(w).toDoubles()[i], 1e-15);
      assertEquals(s * (1 - s) * weights[i], df.of(x).toDoubles()[i], 1e-15);
    }
  }
}
