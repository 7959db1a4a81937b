package dev.adjoint.debug;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Debug;
import dev.adjoint.NonFiniteException;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The first NaN or infinity, with the operation, its operands and the line of this file that made the node. */
class NonFiniteTest {

  private static NonFiniteException found(Supplier<?> work) {
    return assertThrows(NonFiniteException.class, () -> Debug.nonFinite(work));
  }

  private static int lineHere() {
    return StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  private static void assertLine(int line, NonFiniteException e) {
    var found = e.line().orElseThrow();
    assertEquals("NonFiniteTest.java", found.getFileName());
    assertEquals(line, found.getLineNumber());
    assertTrue(e.getMessage().endsWith("(NonFiniteTest.java:" + line + ")"), e.getMessage());
    assertEquals(found, e.getCause().getStackTrace()[0]);
  }

  @Test
  void theFirstInfinityInForwardOrder() {
    var x = Tensor.variable(0.0, 2.0).named("x");
    int[] line = new int[1];
    var e = found(() -> {
      var y = x.square();
      line[0] = lineHere() + 1;
      var bad = y.log();
      return bad.sub(bad).sqrt().sum();
    });
    assertLine(line[0], e);
    assertEquals("log", e.operation());
    assertFalse(e.isInBackward());
    assertEquals("""
        log: 1 infinite in the result, from finite ones
          input 0: FLOAT64[2] min 0, max 4, mean 2, 0 NaN, 0 infinite
          result: FLOAT64[2] min 1.386, max 1.386, mean 1.386, 0 NaN, 1 infinite""",
        e.getMessage().lines().limit(3).reduce((a, b) -> a + "\n" + b).orElseThrow());
  }

  @Test
  void overflowAndNaNOfEveryElementType() {
    assertEquals("exp", found(() -> Tensor.of(800.0).exp()).operation());
    assertEquals("exp", found(() -> Tensor.of(100f).exp()).operation());
    assertEquals("sqrt", found(() -> Tensor.of(-1f).sqrt()).operation());
    assertEquals("cast", found(() -> Tensor.of(1e300).cast(DType.FLOAT32)).operation());
    assertEquals("matmul", found(() -> Tensor.full(1e200, DType.FLOAT64.tensor(2, 2)).matmul(Tensor.full(1e200,
        DType.FLOAT64.tensor(2, 2)))).operation());
    assertEquals("where", found(() -> Tensor.of(true).where(Tensor.variable(Double.NaN), 0)).operation());
  }

  @Test
  void aNaNThatWasBroughtAlongIsFoundAndSaysSo() {
    var e = found(() -> Tensor.of(1.0, Double.NaN).mul(2));
    assertTrue(e.getMessage().startsWith("mul: 1 NaN in the result, brought along by what it was given"),
        e.getMessage());
  }

  @Test
  void anInfinityThatAConstantBringsPassesUntilItMakesANaN() {
    var mask = Tensor.of(0.0, Double.NEGATIVE_INFINITY);
    var attention = Debug.nonFinite(() -> Tensor.variable(1.0, 2.0).add(mask).softmax());
    assertArrayEquals(new double[]{1, 0}, attention.toDoubles());
    assertEquals("sub", found(() -> mask.sub(mask)).operation());
    assertEquals("mul", found(() -> Tensor.variable(Double.POSITIVE_INFINITY).mul(2)).operation());
  }

  /** The value is finite, the derivative is not. */
  @Test
  void theFirstInfinityInTheBackwardPass() {
    var x = Tensor.variable(0.0, 4.0).named("x");
    int[] line = new int[1];
    var e = found(() -> {
      line[0] = lineHere() + 1;
      var root = x.sqrt();
      return root.sum().backward();
    });
    assertLine(line[0], e);
    assertEquals("sqrt", e.operation());
    assertTrue(e.isInBackward());
    assertTrue(e.getMessage().startsWith("sqrt, backward: 1 infinite in the gradient by input 0, from finite ones"),
        e.getMessage());
    assertTrue(e.getMessage().contains("input 0 x: FLOAT64[2] min 0"), e.getMessage());
    assertTrue(e.getMessage().contains("∇result: FLOAT64[2] min 1"), e.getMessage());
    assertTrue(e.getMessage().contains("∇input 0: FLOAT64[2] min 0.2500"), e.getMessage());
  }

  @Test
  void whatIsMaskedInsideOfARulePasses() {
    var a = Tensor.variable(0.0, 2.0);
    var b = Tensor.variable(0.0, 3.0);
    var gradients = Debug.nonFinite(() -> a.pow(b).sum().backward());
    assertArrayEquals(new double[]{0, 12}, gradients.of(a).toDoubles());
  }

  @Test
  void outsideOfTheScopeNothingIsLookedFor() {
    Debug.nonFinite(() -> assertTrue(Tensor.of(2.0).line().isEmpty()));
    assertEquals(Double.NEGATIVE_INFINITY, Tensor.of(0.0).log().item());
    assertThrows(NonFiniteException.class, () -> Debug.nonFinite(() -> Debug.nonFinite(() -> Tensor.of(0.0).log())));
    assertEquals(Double.NEGATIVE_INFINITY, Tensor.of(0.0).log().item());
  }

  private static Program logOfSquare() {
    return Program.trace(List.of(DType.FLOAT64.tensor(2)), in -> List.of(in.getFirst().square().log().exp()));
  }

  @Test
  void aProgramIsRunOperationByOperation() {
    var program = logOfSquare();
    var good = Tensor.of(1.0, 2.0);
    assertEquals(program.run(good).getFirst().value(), Debug.nonFinite(() -> program.run(good)).getFirst().value());
    var e = found(() -> program.run(Tensor.of(0.0, 2.0)));
    assertEquals("log", e.operation());
    assertTrue(e.line().isEmpty());
    assertTrue(e.getMessage().contains("trace the program inside of Debug.nonFinite"), e.getMessage());
  }

  @Test
  void aProgramTracedInsideKnowsItsLines() {
    int[] line = new int[1];
    var program = Debug.nonFinite(() -> Program.trace(List.of(DType.FLOAT64.tensor()), in -> {
      line[0] = lineHere() + 1;
      var y = in.getFirst().log();
      return List.of(y, y.backward().of(in.getFirst()));
    }));
    assertLine(line[0], found(() -> program.run(Tensor.of(0.0))));
  }

  @Test
  void aStateStaysAsItWasBeforeTheFailingStep() {
    var program = Program.trace(List.of(DType.FLOAT64.tensor(), DType.FLOAT64.tensor()), 1,
        in -> List.of(in.get(0).add(1), in.get(0).div(in.get(1))));
    var state = Program.State.of(List.of(Tensor.of(5.0)));
    Debug.nonFinite(() -> program.step(state, Tensor.of(2.0)));
    assertEquals(6, state.values().getFirst().item());
    assertEquals("div", found(() -> program.step(state, Tensor.of(0.0))).operation());
    assertEquals(6, state.values().getFirst().item());
  }

  /** y = 2x, with a rule that is wrong in one way or another. */
  private record Wrong(UnaryOperator<Tensor> rule) implements Op.Unary {
    @Override
    public TensorType type(TensorType x) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      for (int i = 0; i < y.size(); i++) {
        y.doubles()[i] = 2 * x.doubles()[i];
      }
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return rule.apply(dy);
    }
  }

  @Test
  void aRuleThatFailsTellsWhereTheNodeWasMade() {
    var x = Tensor.variable(1.0, 2.0);
    int[] line = new int[1];
    var e = assertThrows(IllegalArgumentException.class, () -> Debug.nonFinite(() -> {
      line[0] = lineHere() + 1;
      var y = Tensor.apply(new Wrong(dy -> dy.add(Tensor.ones(3))), x);
      return y.sum().backward();
    }));
    assertEquals(line[0], e.getSuppressed()[0].getStackTrace()[0].getLineNumber());
    var wrongType = assertThrows(IllegalStateException.class, () -> Debug.nonFinite(() -> {
      line[0] = lineHere() + 1;
      var y = Tensor.apply(new Wrong(Tensor::sum), x);
      return y.sum().backward();
    }));
    assertTrue(wrongType.getMessage().endsWith("(NonFiniteTest.java:" + line[0] + ")"), wrongType.getMessage());
  }

  @Test
  void anErrorBeginsAtTheUsersLine() {
    var a = Tensor.ones(2, 3);
    var e = assertThrows(IllegalArgumentException.class, () -> a.matmul(a));
    assertEquals("NonFiniteTest.java", e.getStackTrace()[0].getFileName());
    var symbolic = assertThrows(IllegalStateException.class, Tensor.placeholder(a.type())::value);
    assertFalse(symbolic.getStackTrace()[0].getClassName().startsWith("dev.adjoint.Tensor"));
  }
}
