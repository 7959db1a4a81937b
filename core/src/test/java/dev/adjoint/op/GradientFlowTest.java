package dev.adjoint.op;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class GradientFlowTest {

  @Test
  void whatIsStoppedCountsAsAConstant() {
    var x = Tensor.variable(2.0, -3.0);
    var y = x.stopGradient().mul(x);
    assertArrayEquals(new double[]{4, 9}, y.toDoubles());
    assertArrayEquals(new double[]{2, -3}, y.sum().backward().of(x).toDoubles());
    assertFalse(x.stopGradient().isTracked());
  }

  @Test
  void aScaledGradientIsTheGradientTimesTheFactor() {
    var x = Tensor.variable(2.0, -3.0);
    assertArrayEquals(new double[]{2, -3}, x.scaleGradient(0.5).toDoubles());
    assertArrayEquals(new double[]{2, -3}, x.scaleGradient(0.5).square().sum().backward().of(x).toDoubles());
    assertEquals(0, x.scaleGradient(0).square().sum().backward().of(x).abs().sum().item());
  }

  /** What is below the reversal climbs where what is above it descends. */
  @Test
  void aReversedGradientPointsTheOtherWay() {
    var features = Tensor.variable(2);
    var head = Tensor.variable(5);
    var loss = features.reverseGradient(0.1).mul(head);
    var gradients = loss.backward();
    assertEquals(10, loss.item());
    assertEquals(2, gradients.of(head).item());
    assertEquals(-0.5, gradients.of(features).item());
    assertEquals(-5, features.reverseGradient().mul(head).backward().of(features).item());
  }

  @Test
  void gradientsOfScaledGradientsAreScaledAgain() {
    var x = Tensor.variable(2);
    var first = Tape.of(x.scaleGradient(3).pow(3)).differentiableBackward().of(x); // 3·3x²
    assertEquals(36, first.item());
    assertEquals(108, first.backward().of(x).item()); // the x in 3x² is scaled too: 3·3·6x
  }

  @Test
  void programsComputeTheGradientsAndNoCopies() {
    var types = List.of(DType.FLOAT64.tensor(3));
    var program = Program.trace(types, in -> {
      var x = in.getFirst();
      var y = x.stopGradient().mul(x.scaleGradient(2)).add(x.reverseGradient()).sum();
      return List.of(y, y.backward().of(x));
    });
    var results = program.run(Tensor.of(1.0, 2.0, 3.0));
    assertEquals(20, results.get(0).item());
    assertArrayEquals(new double[]{1, 3, 5}, results.get(1).toDoubles()); // 2x − 1
    for (var passing : List.of("stopGradient", "scaleGradient", "copy")) {
      assertFalse(program.explain().contains(passing), program::explain);
    }
  }
}
