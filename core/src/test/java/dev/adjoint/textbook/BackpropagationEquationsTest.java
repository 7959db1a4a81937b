package dev.adjoint.textbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.adjoint.Ejml;
import dev.adjoint.Tensor;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The four equations of backpropagation (M. Nielsen, "Neural Networks and Deep Learning", chapter 2), computed by hand for one
 * column x: z = W a + b and a = σ(z) in each layer, C = ½ ‖y − aᴸ‖².
 */
class BackpropagationEquationsTest {
  private static final int[] SIZES = {4, 6, 5, 3};
  private static final int LAYERS = SIZES.length - 1;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalTheGradientsOfTheTape(long seed) {
    var random = new Random(seed);
    var weights = new ArrayList<SimpleMatrix>();
    var biases = new ArrayList<SimpleMatrix>();
    for (int l = 0; l < LAYERS; l++) {
      weights.add(SimpleMatrix.random_DDRM(SIZES[l + 1], SIZES[l], -1, 1, random));
      biases.add(SimpleMatrix.random_DDRM(SIZES[l + 1], 1, -1, 1, random));
    }
    var x = SimpleMatrix.random_DDRM(SIZES[0], 1, -1, 1, random);
    var y = SimpleMatrix.random_DDRM(SIZES[LAYERS], 1, 0, 1, random);

    var w = weights.stream().map(Ejml::tensor).map(Tensor::variable).toList();
    var b = biases.stream().map(Ejml::tensor).map(Tensor::variable).toList();
    var a = Ejml.tensor(x);
    for (int l = 0; l < LAYERS; l++) {
      a = w.get(l).matmul(a).add(b.get(l)).sigmoid();
    }
    var cost = Ejml.tensor(y).sub(a).square().sum().mul(0.5);
    var gradients = cost.backward();

    var hand = byHand(weights, biases, x, y);
    assertEquals(hand.cost, cost.item(), 1e-12);
    for (int l = 0; l < LAYERS; l++) {
      assertClose(hand.errors.get(l), gradients.of(b.get(l))); // ∂C/∂b = δ
      assertClose(hand.errors.get(l).mult(hand.activations.get(l).transpose()), gradients.of(w.get(l))); // ∂C/∂W = δ aᵀ
    }
  }

  private record Hand(double cost, List<SimpleMatrix> activations, List<SimpleMatrix> errors) {
  }

  private static Hand byHand(List<SimpleMatrix> w, List<SimpleMatrix> b, SimpleMatrix x, SimpleMatrix y) {
    var activations = new ArrayList<>(List.of(x)); // activations.get(l) enters layer l
    for (int l = 0; l < LAYERS; l++) {
      var z = w.get(l).mult(activations.get(l)).plus(b.get(l));
      activations.add(z.elementOp((r, c, v) -> 1 / (1 + Math.exp(-v))));
    }
    var output = activations.getLast();
    var error = output.minus(y).elementMult(slope(output)); // δᴸ = ∇C ⊙ σ′(zᴸ)
    var errors = new ArrayList<>(List.of(error));
    for (int l = LAYERS - 2; l >= 0; l--) {
      error = w.get(l + 1).transpose().mult(error).elementMult(slope(activations.get(l + 1))); // δˡ = (Wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ)
      errors.addFirst(error);
    }
    return new Hand(0.5 * y.minus(output).elementPower(2).elementSum(), activations, errors);
  }

  /** σ′(z) = a (1 − a). */
  private static SimpleMatrix slope(SimpleMatrix a) {
    return a.elementOp((r, c, v) -> v * (1 - v));
  }

  private static void assertClose(SimpleMatrix expected, Tensor actual) {
    assertTrue(expected.isIdentical(actual.toSimpleMatrix(), 1e-12), () -> expected + " ≠ " + actual);
    assertTrue(expected.elementMaxAbs() > 1e-6, "nothing was compared");
  }
}
