package dev.adjoint.textbook;

import java.util.Random;

import dev.adjoint.Ejml;
import dev.adjoint.Tensor;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * J(Θ) = −1/m ΣΣ [y log h + (1 − y) log(1 − h)] + λ/2m ΣΣ Θ² for a network with one hidden layer, as in A. Ng's course
 * "Machine Learning": column 0 of each Θ holds the biases, which are not regularised.
 */
class RegularisedCostTest {
  private static final int EXAMPLES = 7;
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;
  private static final int OUTPUTS = 4;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 3})
  void handComputedCostAndGradientsEqualTheTapes(double lambda) {
    var random = new Random(1);
    var x = SimpleMatrix.random_DDRM(EXAMPLES, INPUTS, -1, 1, random);
    var y = new SimpleMatrix(EXAMPLES, OUTPUTS);
    for (int i = 0; i < EXAMPLES; i++) {
      y.set(i, random.nextInt(OUTPUTS), 1);
    }
    var theta1 = SimpleMatrix.random_DDRM(HIDDEN, INPUTS + 1, -1, 1, random);
    var theta2 = SimpleMatrix.random_DDRM(OUTPUTS, HIDDEN + 1, -1, 1, random);

    var t1 = Tensor.variable(Ejml.tensor(theta1));
    var t2 = Tensor.variable(Ejml.tensor(theta2));
    var target = Ejml.tensor(y);
    var hidden = withOnes(Ejml.tensor(x)).matmul(t1.transpose()).sigmoid();
    var h = withOnes(hidden).matmul(t2.transpose()).sigmoid();
    var fit = target.mul(h.log()).add(target.rsub(1).mul(h.rsub(1).log())).sum().mul(-1.0 / EXAMPLES);
    var size = withoutBias(t1).square().sum().add(withoutBias(t2).square().sum()).mul(lambda / 2 / EXAMPLES);
    var cost = fit.add(size);
    var gradients = cost.backward();

    var d1 = new SimpleMatrix(HIDDEN, INPUTS + 1);
    var d2 = new SimpleMatrix(OUTPUTS, HIDDEN + 1);
    double j = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      var a1 = withOne(x.getRow(i).transpose());
      var a2 = withOne(sigmoid(theta1.mult(a1)));
      var a3 = sigmoid(theta2.mult(a2));
      var label = y.getRow(i).transpose();
      for (int k = 0; k < OUTPUTS; k++) {
        j -= label.get(k) * Math.log(a3.get(k)) + (1 - label.get(k)) * Math.log(1 - a3.get(k));
      }
      var delta3 = a3.minus(label);
      var delta2 = theta2.transpose().mult(delta3).elementMult(a2.elementOp((r, c, v) -> v * (1 - v)));
      d2 = d2.plus(delta3.mult(a2.transpose()));
      d1 = d1.plus(delta2.rows(1, HIDDEN + 1).mult(a1.transpose()));
    }
    double expected = j / EXAMPLES + lambda / 2 / EXAMPLES * (sumOfSquares(theta1) + sumOfSquares(theta2));
    assertEquals(expected, cost.item(), 1e-12);
    assertClose(regularised(d1, theta1, lambda), gradients.of(t1));
    assertClose(regularised(d2, theta2, lambda), gradients.of(t2));
  }

  private static Tensor withOnes(Tensor rows) {
    return Tensor.concat(1, Tensor.ones(EXAMPLES, 1), rows);
  }

  private static Tensor withoutBias(Tensor theta) {
    return theta.slice(1, 1, theta.shape().dim(1));
  }

  private static SimpleMatrix withOne(SimpleMatrix column) {
    return SimpleMatrix.ones(1, 1).concatRows(column);
  }

  private static SimpleMatrix sigmoid(SimpleMatrix z) {
    return z.elementOp((r, c, v) -> 1 / (1 + Math.exp(-v)));
  }

  private static double sumOfSquares(SimpleMatrix theta) {
    return theta.cols(1, theta.getNumCols()).elementPower(2).elementSum();
  }

  /** D = Δ/m, and + λ/m Θ but in column 0. */
  private static SimpleMatrix regularised(SimpleMatrix delta, SimpleMatrix theta, double lambda) {
    return delta.plus(theta.elementOp((r, c, v) -> c == 0 ? 0 : lambda * v)).divide(EXAMPLES);
  }

  private static void assertClose(SimpleMatrix expected, Tensor actual) {
    assertTrue(expected.isIdentical(actual.toSimpleMatrix(), 1e-12), () -> expected + " ≠ " + actual);
  }
}
