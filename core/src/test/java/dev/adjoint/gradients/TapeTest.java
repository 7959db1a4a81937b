package dev.adjoint.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The reverse pass itself: order, size, sharing, what is computed and what is not. */
class TapeTest {

  @Test
  void lectureExample() {
    Tensor x = Tensor.variable(-2);
    Tensor y = Tensor.variable(5);
    Tensor z = Tensor.variable(-4);
    Tensor f = x.add(y).mul(z);
    var df = f.backward();
    assertEquals(-12, f.item());
    assertEquals(-4, df.of(x).item());
    assertEquals(-4, df.of(y).item());
    assertEquals(3, df.of(z).item());
  }

  @Test
  void nodesComeAfterTheirInputsAndOnce() {
    var x = Tensor.variable(0.5);
    var a = x.sin();
    var b = a.mul(x);
    var y = b.add(a).mul(b);
    var nodes = Tape.of(y).nodes();
    assertEquals(5, nodes.size());
    for (var node : nodes) {
      assertTrue(node.inputs().stream().allMatch(in -> nodes.indexOf(in) < nodes.indexOf(node)));
    }
    assertEquals(y, nodes.getLast());
  }

  @Test
  void chainOfAMillionNodes() {
    var x = Tensor.variable(1);
    var y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = y.neg();
    }
    assertEquals(1_000_001, Tape.of(y).nodes().size());
    assertEquals(1, y.backward().of(x).item());
  }

  @Test
  void oneVariableUsedAHundredThousandTimes() {
    var x = Tensor.variable(3);
    var y = Tensor.of(0.0);
    for (int i = 0; i < 100_000; i++) {
      y = y.add(x);
    }
    assertEquals(100_000, y.backward().of(x).item());
  }

  @Test
  void oneVariableInAThousandInputsOfOneNode() {
    var x = Tensor.variable(3.0, 4.0);
    var parts = new Tensor[1_000];
    Arrays.fill(parts, x);
    assertArrayEquals(new double[]{1_000, 1_000}, Tensor.concat(0, parts).sum().backward().of(x).toDoubles());
  }

  @Test
  void deepDiamondTakesOneStepPerNode() {
    var x = Tensor.variable(1);
    var y = x;
    for (int i = 0; i < 60; i++) {
      y = y.add(y);
    }
    assertEquals(61, Tape.of(y).nodes().size());
    assertEquals(0x1p60, y.backward().of(x).item());
  }

  /** y = x, and counts how often its rule is asked. */
  private record Counted(AtomicInteger asked) implements Op.Unary {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      System.arraycopy(x.doubles(), 0, y.doubles(), 0, y.size());
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      asked.incrementAndGet();
      return dy;
    }
  }

  @Test
  void onlyTheRulesOnTheWayToATargetAreAsked() {
    var left = new AtomicInteger();
    var right = new AtomicInteger();
    var a = Tensor.variable(2);
    var b = Tensor.variable(3);
    var y = Tensor.apply(new Counted(left), a).mul(Tensor.apply(new Counted(right), b));
    var gradients = Tape.of(y).to(a).backward();
    assertEquals(3, gradients.of(a).item());
    assertEquals(1, left.get());
    assertEquals(0, right.get());
    assertFalse(gradients.reach(b));
  }

  @Test
  void theRuleOfASharedNodeIsAskedOnce() {
    var asked = new AtomicInteger();
    var x = Tensor.variable(2);
    var shared = Tensor.apply(new Counted(asked), x);
    var y = shared.mul(shared).add(shared);
    assertEquals(5, y.backward().of(x).item());
    assertEquals(1, asked.get());
  }

  @Test
  void nothingBelowATargetIsAsked() {
    var asked = new AtomicInteger();
    var x = Tensor.variable(2);
    var inner = Tensor.apply(new Counted(asked), x);
    var gradients = Tape.of(inner.square()).to(inner).backward();
    assertEquals(4, gradients.of(inner).item());
    assertEquals(0, asked.get());
  }

  @Test
  void constantsAreNotDifferentiatedBy() {
    var asked = new AtomicInteger();
    var constant = Tensor.apply(new Counted(asked), Tensor.of(2.0));
    var x = Tensor.variable(3);
    var gradients = x.mul(constant).backward();
    assertEquals(2, gradients.of(x).item());
    assertFalse(gradients.reach(constant));
    assertEquals(0, asked.get());
  }

  @Test
  void gradientsOfNodesInBetweenAreThereToo() {
    var x = Tensor.variable(2);
    var q = x.square();
    var y = q.mul(3);
    var gradients = y.backward();
    assertEquals(3, gradients.of(q).item());
    assertEquals(1, gradients.of(y).item());
  }

  @Test
  void cotangentWeighsTheOutput() {
    var x = Tensor.variable(1.0, 2.0, 3.0);
    var gradient = x.square().backward(Tensor.of(1.0, 0.0, -2.0)).of(x);
    assertArrayEquals(new double[]{2, 0, -12}, gradient.toDoubles());
  }

  @Test
  void outputOfOneElementAndAnyRankIsItsOwnSeed() {
    var x = Tensor.variable(new double[][]{{3}});
    assertArrayEquals(new double[][]{{6}}, x.square().backward().of(x).toArray(double[][].class));
  }

  @Test
  void gradientsAreConstantsByDefault() {
    var x = Tensor.variable(3);
    var gradient = x.square().backward().of(x);
    assertFalse(gradient.isTracked());
    assertTrue(gradient.inputs().isEmpty());
  }

  @Test
  void derivativesOfAPolynomialUpToOrderFive() {
    double[] expected = {32, 80, 160, 240, 240, 120}; // x⁵, 5x⁴, 20x³, 60x², 120x, 120 at 2
    assertDerivatives(x -> x.pow(5), 2, expected, 0);
    assertDerivatives(x -> x.mul(x).mul(x).mul(x).mul(x), 2, expected, 0);
  }

  @Test
  void derivativesOfTheSineUpToOrderFour() {
    double[] expected = {Math.sin(0.7), Math.cos(0.7), -Math.sin(0.7), -Math.cos(0.7), Math.sin(0.7)};
    assertDerivatives(Tensor::sin, 0.7, expected, 1e-15);
  }

  private static void assertDerivatives(UnaryOperator<Tensor> f, double at, double[] expected, double tolerance) {
    var x = Tensor.variable(at);
    var y = f.apply(x);
    for (double derivative : expected) {
      assertEquals(derivative, y.item(), tolerance);
      y = y.isTracked() ? Tape.of(y).differentiableBackward().of(x) : y.scalar(0);
    }
  }

  @Test
  void differentiableBackwardWithACotangentThatIsAVariable() {
    var x = Tensor.variable(2.0, 3.0);
    var v = Tensor.variable(5.0, 7.0);
    var vjp = Tape.of(x.square()).differentiableBackward(v).of(x); // 2 x v
    var again = vjp.sum().backward();
    assertArrayEquals(new double[]{10, 14}, again.of(x).toDoubles());
    assertArrayEquals(new double[]{4, 6}, again.of(v).toDoubles());
  }

  @Test
  void symbolicGradientHasTheTypeOfItsVariable() {
    var x = Tensor.placeholder(DType.FLOAT32.tensor(4, 3));
    var w = Tensor.placeholder(DType.FLOAT32.tensor(3, 2));
    var gradients = x.matmul(w).tanh().sum().backward();
    assertEquals(x.type(), gradients.of(x).type());
    assertEquals(w.type(), gradients.of(w).type());
    assertTrue(gradients.of(w).isSymbolic());
  }

  @Test
  void untrackedNodesForgetTheirInputs() {
    var y = Tensor.of(1.0, 2.0).mul(3).exp();
    assertTrue(y.inputs().isEmpty());
    assertEquals(Op.Leaf.CONSTANT, y.op());
  }

  @Test
  void detachingStopsTheGradient() {
    var x = Tensor.variable(3);
    assertEquals(9, x.square().detach().mul(x).backward().of(x).item());
  }

  @Test
  void comparisonsStopTheGradient() {
    var x = Tensor.variable(1.0, -1.0);
    assertFalse(x.greater(0).isTracked());
    assertTrue(x.greater(0).inputs().isEmpty());
  }

  @Test
  void untrackedOutput() {
    var error = assertThrows(IllegalStateException.class, () -> Tensor.of(2.0).square().backward());
    assertMessage(error, "backward: ", "FLOAT64[]", "is not tracked", "Tensor.variable");
  }

  @Test
  void outputThatIsNotOneNumber() {
    var x = Tensor.variable(1.0, 2.0);
    var error = assertThrows(IllegalStateException.class, () -> x.square().backward());
    assertMessage(error, "backward: FLOAT64[2] is not one number", "sum()", "cotangent");
    assertMessage(assertThrows(IllegalStateException.class, () -> Tape.of(x.square()).differentiableBackward()),
        "is not one number");
  }

  @Test
  void cotangentOfAnotherType() {
    var y = Tensor.variable(1.0, 2.0).square();
    var shape = assertThrows(IllegalArgumentException.class, () -> y.backward(Tensor.of(1.0)));
    assertMessage(shape, "backward: the cotangent of FLOAT64[2] is of type FLOAT64[]");
    var dtype = assertThrows(IllegalArgumentException.class, () -> y.backward(Tensor.of(1f, 1f)));
    assertMessage(dtype, "backward: the cotangent of FLOAT64[2] is of type FLOAT32[2]");
  }

  @Test
  void tensorThatTheOutputDoesNotDependOn() {
    var x = Tensor.variable(1.0);
    var other = Tensor.variable(1.0, 2.0).named("other");
    var gradients = x.square().backward();
    var error = assertThrows(IllegalArgumentException.class, () -> gradients.of(other));
    assertMessage(error, "gradient: the output FLOAT64[] was not computed from other: FLOAT64[2]", "orZero");
    assertArrayEquals(new double[]{0, 0}, gradients.orZero(other).toDoubles());
    assertFalse(gradients.reach(other));
  }

  @Test
  void constantThatAGradientIsAskedFor() {
    var constant = Tensor.of(2.0);
    var gradients = Tensor.variable(1.0).mul(constant).backward();
    var error = assertThrows(IllegalArgumentException.class, () -> gradients.of(constant));
    assertMessage(error, "which is not tracked (make it with Tensor.variable)");
  }

  @Test
  void integersCannotBeVariables() {
    var error = assertThrows(IllegalArgumentException.class, () -> Tensor.variable(Tensor.of(1, 2)));
    assertMessage(error, "variable: needs floating-point elements, got INT32[2]");
  }

  /** y = a + 2b + 3c by a user, of tensors of one type. */
  private record Weighted() implements Op.Nary {
    @Override
    public TensorType type(List<TensorType> x) {
      return x.getFirst();
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      for (int i = 0; i < x.size(); i++) {
        for (int k = 0; k < y.size(); k++) {
          y.doubles()[k] += (i + 1) * x.get(i).doubles()[k];
        }
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> dy.mul(i + 1.0)).toList();
    }
  }

  @Test
  void operationOfManyInputsByAUser() {
    var a = Tensor.variable(1.0, 2.0);
    var b = Tensor.variable(3.0, 4.0);
    var y = Tensor.apply(new Weighted(), List.of(a, b, a));
    assertArrayEquals(new double[]{10, 16}, y.toDoubles());
    var gradients = y.sum().backward();
    assertArrayEquals(new double[]{4, 4}, gradients.of(a).toDoubles());
    assertArrayEquals(new double[]{2, 2}, gradients.of(b).toDoubles());
    assertEquals("weighted", y.op().name());
  }

  /** y = a + b by a user whose rule forgets that it is asked for all at once. */
  private record Forgetful() implements Op.Nary {
    @Override
    public TensorType type(List<TensorType> x) {
      return x.getFirst();
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      y.doubles()[0] = x.get(0).doubles()[0] + x.get(1).doubles()[0];
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return List.of(dy);
    }
  }

  @Test
  void ruleThatGivesTooFewGradients() {
    var a = Tensor.variable(1);
    assertEquals(1, Tensor.apply(new Forgetful(), List.of(a, Tensor.of(2.0))).backward().of(a).item());
    var y = Tensor.apply(new Forgetful(), List.of(a, Tensor.variable(2)));
    assertMessage(assertThrows(IllegalStateException.class, y::backward),
        "forgetful: the backward rule gives 1 gradients for the inputs [0, 1]");
  }

  /** y = a b by a user who forgets that one of them may have been repeated. */
  private record Scaled(boolean forgetful) implements Op.Binary {
    @Override
    public TensorType type(TensorType a, TensorType b) {
      return a;
    }

    @Override
    public void compute(NdArray a, NdArray b, NdArray y) {
      for (int k = 0; k < y.size(); k++) {
        y.doubles()[k] = a.doubles()[k] * b.doubles()[0];
      }
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(b);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return forgetful ? dy.mul(a) : dy.mul(a).sum();
    }
  }

  @Test
  void operationOfTwoInputsByAUser() {
    var a = Tensor.variable(1.0, 2.0);
    var b = Tensor.variable(3);
    var gradients = Tensor.apply(new Scaled(false), a, b).sum().backward();
    assertArrayEquals(new double[]{3, 3}, gradients.of(a).toDoubles());
    assertEquals(3, gradients.of(b).item());
  }

  @Test
  void ruleThatGivesTheWrongType() {
    var y = Tensor.apply(new Scaled(true), Tensor.variable(1.0, 2.0), Tensor.variable(3)).sum();
    var error = assertThrows(IllegalStateException.class, y::backward);
    assertMessage(error, "scaled: the backward rule gives FLOAT64[2] for input 1, which is FLOAT64[]");
  }

  private static void assertMessage(Exception error, String... parts) {
    assertNotNull(error.getMessage());
    for (var part : parts) {
      assertTrue(error.getMessage().contains(part), () -> "“" + part + "” is not in: " + error.getMessage());
    }
  }
}
