package dev.adjoint.gradients;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.check.Report;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The check has to find wrong rules, or every test that leans on it is worth nothing. */
class GradientCheckTest {
  private static final GradientCheck ELEMENTS = GradientCheck.DEFAULT;
  private static final GradientCheck DIRECTIONS = GradientCheck.DEFAULT.inDirections(3);

  /** y = x³ with a rule to be tried. */
  private record Cube(Rule rule) implements Op.Unary {
    interface Rule {
      Tensor grad(Tensor x, Tensor dy);
    }

    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      for (int k = 0; k < y.size(); k++) {
        y.doubles()[k] = x.doubles()[k] * x.doubles()[k] * x.doubles()[k];
      }
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return rule.grad(x, dy);
    }
  }

  private static UnaryOperator<Tensor> cube(Cube.Rule rule) {
    return x -> Tensor.apply(new Cube(rule), x);
  }

  /** y = a b, the smaller one repeated, with a rule for b to be tried. The tape is not told that it broadcasts. */
  private record Product(BinaryOperator<Tensor> ruleForB) implements Op.Binary {
    @Override
    public TensorType type(TensorType a, TensorType b) {
      return a;
    }

    @Override
    public void compute(NdArray a, NdArray b, NdArray y) {
      for (int k = 0; k < y.size(); k++) {
        y.doubles()[k] = a.doubles()[k] * b.doubles()[k % b.size()];
      }
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(b);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return ruleForB.apply(a, dy);
    }
  }

  private static final Tensor X = Tensor.of(0.5, -1.5, 2.0, 1.0);
  private static final Tensor MATRIX = Tensor.normal(DType.FLOAT64.tensor(2, 3), 1);
  private static final Tensor ROW = Tensor.normal(DType.FLOAT64.tensor(3), 2);

  @Test
  void rightRulePasses() {
    var right = cube((x, dy) -> dy.mul(x.square()).mul(3));
    for (var check : List.of(ELEMENTS, DIRECTIONS, ELEMENTS.secondOrder(), DIRECTIONS.secondOrder())) {
      var report = check.run(right, X);
      assertTrue(report.passed(), report::toString);
      assertFalse(report.elements().isEmpty());
    }
    GradientCheck.assertGradients(right, X);
  }

  @Test
  void flippedSignIsCaught() {
    assertCaught(cube((x, dy) -> dy.mul(x.square()).mul(-3)));
  }

  @Test
  void wrongFactorIsCaught() {
    assertCaught(cube((x, dy) -> dy.mul(x.square()).mul(3.0001)));
  }

  @Test
  void forgottenCotangentIsCaught() {
    assertCaught(cube((x, dy) -> x.square().mul(3)));
  }

  @Test
  void gradientCutOffIsCaught() {
    assertCaught(x -> x.mul(x.detach()));
  }

  private static void assertCaught(UnaryOperator<Tensor> wrong) {
    assertFalse(ELEMENTS.run(wrong, X).passed());
    assertFalse(DIRECTIONS.run(wrong, X).passed());
    assertThrows(AssertionError.class, () -> GradientCheck.assertGradients(wrong, X));
  }

  @Test
  void droppedTermIsCaught() {
    BinaryOperator<Tensor> f = (a, b) -> a.mul(b).add(a.detach().mul(0.01));
    assertFalse(ELEMENTS.run(f, MATRIX, ROW).passed());
    assertFalse(DIRECTIONS.run(f, MATRIX, ROW).passed());
  }

  @Test
  void missingSumOverCopiesIsCaught() {
    BinaryOperator<Tensor> right = (a, b) -> Tensor.apply(new Product((x, dy) -> dy.mul(x).sum(0)), a, b);
    BinaryOperator<Tensor> wrong = (a, b) -> Tensor.apply(new Product((x, dy) -> dy.mul(x).get(0)), a, b);
    assertDoesNotThrow(() -> GradientCheck.assertGradients(right, MATRIX, ROW));
    assertFalse(ELEMENTS.run(wrong, MATRIX, ROW).passed());
    assertFalse(DIRECTIONS.run(wrong, MATRIX, ROW).passed());
    assertEquals("input 1", ELEMENTS.run(wrong, MATRIX, ROW).worst().orElseThrow().input());
  }

  @Test
  void ruleThatIsWrongOnlyInItsSecondDerivativeIsCaught() {
    var cutOff = cube((x, dy) -> dy.mul(x.detach().square()).mul(3));
    assertTrue(ELEMENTS.run(cutOff, X).passed());
    assertTrue(DIRECTIONS.run(cutOff, X).passed());
    assertFalse(ELEMENTS.secondOrder().run(cutOff, X).passed());
    assertFalse(DIRECTIONS.secondOrder().run(cutOff, X).passed());
    assertThrows(AssertionError.class, () -> GradientCheck.assertGradients(cutOff, X));
  }

  @Test
  void reportNamesTheWorstElement() {
    var factor = Tensor.of(new double[][]{{1, 1, 1}, {1, 1.5, 1}});
    var x = Tensor.of(new double[][]{{1, 2, 3}, {4, 2, 6}}).named("weights");
    var wrong = cube((in, dy) -> dy.mul(in.square()).mul(3).mul(factor));
    var report = ELEMENTS.run(v -> wrong.apply(v).sum(), x);
    var worst = report.worst().orElseThrow();
    assertEquals("weights", worst.input());
    assertEquals(List.of(1, 1), worst.index());
    assertEquals(18, worst.analytic());
    assertEquals(12, worst.numeric(), 1e-7);
    assertEquals(1 / 3.0, worst.relativeError(), 1e-7);
    var text = assertThrows(AssertionError.class, report::assertPassed).getMessage();
    assertContains(text, "gradient check of order 1 FAILED: 6 compared, tolerance 1.0e-06", "weights[1, 1]: tape 18",
        "differences 12", "relative error 0.33");
  }

  private static void assertContains(String text, String... parts) {
    for (var part : parts) {
      assertTrue(text.contains(part), () -> "“" + part + "” is not in: " + text);
    }
  }

  @Test
  void textbookCubeWithAFixedStep() {
    var report = ELEMENTS.withStep(0.01).withTolerance(1e-4).run(x -> x.mul(x).mul(x), Tensor.of(1.0));
    var element = report.worst().orElseThrow();
    assertEquals(3, element.analytic());
    assertEquals(3.0001, element.numeric(), 1e-12); // ((1 + ε)³ − (1 − ε)³) / 2ε = 3 + ε²
    assertTrue(report.passed());
    assertFalse(ELEMENTS.withStep(0.01).withTolerance(1e-5).run(x -> x.mul(x).mul(x), Tensor.of(1.0)).passed());
  }

  @Test
  void indicesPassThroughUnmoved() {
    var labels = Tensor.of(2, 0);
    BinaryOperator<Tensor> loss = Tensor::softmaxCrossEntropy;
    for (var check : List.of(ELEMENTS, ELEMENTS.secondOrder())) {
      var report = check.run(loss, MATRIX, labels);
      report.assertPassed();
      assertEquals(MATRIX.size(), report.elements().size());
    }
    DIRECTIONS.run(loss, MATRIX, labels).assertPassed();
  }

  @Test
  void inputThatIsNotUsedHasGradientZero() {
    var report = ELEMENTS.run((a, b) -> a.exp(), ROW, MATRIX);
    report.assertPassed();
    var unused = report.elements().stream().filter(e -> e.input().equals("input 1")).toList();
    assertEquals(MATRIX.size(), unused.size());
    assertTrue(unused.stream().allMatch(e -> e.analytic() == 0 && e.numeric() == 0));
  }

  @Test
  void functionOfNothingItIsGiven() {
    GradientCheck.assertGradients(x -> Tensor.of(1.0, 2.0), ROW);
  }

  @Test
  void gradientThatIsZeroButForRoundingPasses() {
    GradientCheck.assertGradients(x -> x.softmax().sum(), X);
  }

  @Test
  void dependenceThatTheTapeDoesNotSeeIsCaught() {
    assertFalse(ELEMENTS.run(x -> x.detach().square(), ROW).passed());
  }

  @Test
  void functionThatDifferentiatesInside() {
    GradientCheck.assertGradients(x -> Tape.of(x.sin().mul(x).sum()).differentiableBackward().of(x), X);
  }

  @Test
  void notANumberNeverPasses() {
    assertFalse(ELEMENTS.run(Tensor::log, Tensor.of(-1.0)).passed());
    assertFalse(DIRECTIONS.run(Tensor::log, Tensor.of(-1.0)).passed());
    var rule = cube((x, dy) -> dy.mul(Double.NaN));
    assertFalse(ELEMENTS.run(rule, X).passed());
  }

  @Test
  void infiniteElementHidesNoWrongRule() {
    var cutOff = cube((x, dy) -> dy.mul(x.detach().square()).mul(3));
    UnaryOperator<Tensor> f = x -> Tensor.concat(0, cutOff.apply(x), Tensor.of(new double[]{Double.POSITIVE_INFINITY}));
    assertFalse(ELEMENTS.run(f, X).passed());
    assertFalse(ELEMENTS.secondOrder().run(f, X).passed());
  }

  @Test
  void floatsAreCheckedToAFloatsPrecision() {
    var x = X.cast(DType.FLOAT32);
    ELEMENTS.run(Tensor::sin, x).assertPassed();
    ELEMENTS.secondOrder().run(Tensor::sin, x).assertPassed();
    assertFalse(ELEMENTS.run(v -> v.sin().add(v.detach()), x).passed());
  }

  @Test
  void worstOfNothingIsNothing() {
    assertTrue(new Report(1, 1e-6, List.of()).worst().isEmpty());
    assertTrue(ELEMENTS.run(Tensor::exp, Tensor.zeros(0, 3)).passed());
  }
}
