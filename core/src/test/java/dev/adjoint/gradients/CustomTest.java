package dev.adjoint.gradients;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Operations made of functions: in tensors and on arrays, of one, two and any number of inputs. */
class CustomTest {
  private static final Op.Unary CUBE = Op.custom("cube", x -> x.mul(x).mul(x), (x, y, dy) -> dy.mul(x.square()).mul(3));

  private static final Op.Unary CUBE_ON_ARRAYS = Op.custom("cubeOnArrays", Op.onArrays((x, y) -> {
    for (int i = 0; i < x.size(); i++) {
      y.doubles()[i] = Math.pow(x.doubles()[i], 3);
    }
  }), Op.onArrays((x, y, dy, dx) -> {
    for (int i = 0; i < x.size(); i++) {
      dx.doubles()[i] = 3 * x.doubles()[i] * x.doubles()[i] * dy.doubles()[i];
    }
  }));

  private static final Op.Binary HYPOT = Op.custom("hypot", (a, b) -> a.square().add(b.square()).sqrt(),
      (a, b, y, dy) -> dy.mul(a).div(y), (a, b, y, dy) -> dy.mul(b).div(y));

  /** y = a ⊗ b: a result of another shape, and a gradient for each input. */
  private static final Op.Binary OUTER_ON_ARRAYS = Op.custom("outerOnArrays",
      Op.onArrays((a, b) -> FLOAT64.tensor(a.shape().dim(0), b.shape().dim(0)), (a, b, y) -> {
        int n = b.size();
        for (int i = 0; i < y.size(); i++) {
          y.doubles()[i] = a.doubles()[i / n] * b.doubles()[i % n];
        }
      }),
      Op.onArrays(0, (a, b, y, dy, da) -> {
        for (int i = 0; i < y.size(); i++) {
          da.doubles()[i / b.size()] += dy.doubles()[i] * b.doubles()[i % b.size()];
        }
      }), Op.onArrays(1, (a, b, y, dy, db) -> {
        for (int i = 0; i < y.size(); i++) {
          db.doubles()[i % b.size()] += dy.doubles()[i] * a.doubles()[i / b.size()];
        }
      }));

  private static final Op.Nary PRODUCT = Op.custom("product",
      x -> x.stream().reduce(Tensor::mul).orElseThrow(),
      (i, x, y, dy) -> dy.mul(y).div(x.get(i)));

  private static final Op.Nary TOTAL_ON_ARRAYS = Op.custom("totalOnArrays",
      Op.onArrayList(x -> FLOAT64.tensor(), (x, y) -> x.forEach(part -> {
        for (double element : part.doubles()) {
          y.doubles()[0] += element;
        }
      })), Op.onArrayList((i, x, y, dy, dx) -> java.util.Arrays.fill(dx.doubles(), dy.doubles()[0])));

  private static final Tensor A = Tensor.of(1.0, -2.0, 3.0);
  private static final Tensor B = Tensor.of(0.5, 4.0, -1.0);

  private static Tensor cube(Tensor x) {
    return Tensor.apply(CUBE, x);
  }

  @Test
  void valuesAndGradientsAgreeWithTheBuiltInOperations() {
    var x = Tensor.variable(A);
    for (var op : List.of(CUBE, CUBE_ON_ARRAYS)) {
      var y = Tensor.apply(op, x);
      assertArrayEquals(new double[]{1, -8, 27}, y.toDoubles());
      assertArrayEquals(new double[]{3, 12, 27}, y.sum().backward().of(x).toDoubles());
      assertEquals(op.name(), y.op().name());
    }
    var a = Tensor.variable(A);
    var b = Tensor.variable(B);
    var ours = Tensor.apply(OUTER_ON_ARRAYS, a, b).square().sum();
    var built = a.outer(b).square().sum();
    assertEquals(built.item(), ours.item());
    assertEquals(built.backward().of(a).value(), ours.backward().of(a).value());
    assertEquals(built.backward().of(b).value(), ours.backward().of(b).value());
    var total = Tensor.apply(TOTAL_ON_ARRAYS, List.of(a, b));
    assertEquals(5.5, total.item());
    assertArrayEquals(new double[]{1, 1, 1}, total.backward().of(b).toDoubles());
  }

  @Test
  void checkedWhereTheyAreDefined() {
    assertEquals(CUBE, GradientCheck.checked(CUBE, A));
    GradientCheck.checked(CUBE_ON_ARRAYS, A);
    GradientCheck.checked(HYPOT, A, B);
    GradientCheck.checked(OUTER_ON_ARRAYS, A, B);
    GradientCheck.checked(PRODUCT, A, B, A.exp());
    GradientCheck.checked(TOTAL_ON_ARRAYS, A, B);
  }

  @Test
  void aWrongRuleFailsTheCheckAndNamesTheElement() {
    var wrong = Op.custom("wrongCube", x -> x.mul(x).mul(x), (x, y, dy) -> dy.mul(x.square()).mul(2));
    var e = assertThrows(AssertionError.class, () -> GradientCheck.checked(wrong, Tensor.of(1.0, -2.0)));
    assertTrue(e.getMessage().startsWith("wrongCube: gradient check of order 1 FAILED: 2 compared"), e.getMessage());
    assertTrue(e.getMessage().contains("worst at input 0["), e.getMessage());
    var wrongOnce = Op.custom("wrongTwice", x -> x.mul(x).mul(x), (x, y, dy) -> dy.mul(x.detach().square()).mul(3));
    var second = assertThrows(AssertionError.class, () -> GradientCheck.checked(wrongOnce, Tensor.of(1.0, -2.0)));
    assertTrue(second.getMessage().startsWith("wrongTwice: gradient check of order 2 FAILED"), second.getMessage());
  }

  @Test
  void aRuleInTensorsCanBeDifferentiatedAgainAndOneOnArraysSaysWhyNot() {
    var x = Tensor.variable(2);
    assertEquals(12, Tape.of(cube(x)).differentiableBackward().of(x).backward().of(x).item());
    var first = Tape.of(Tensor.apply(CUBE_ON_ARRAYS, x)).differentiableBackward().of(x);
    assertEquals(12, first.item());
    var e = assertThrows(UnsupportedOperationException.class, first::backward);
    assertTrue(
        e.getMessage().contains("write the backward part in tensors if it is to be differentiated again, or forward"),
        e.getMessage());
    var forward = assertThrows(UnsupportedOperationException.class,
        () -> Autodiff.jvp(t -> Tensor.apply(CUBE_ON_ARRAYS, t), A, B));
    assertTrue(forward.getMessage().contains("or forward"), forward.getMessage());
  }

  @Test
  void programsRunThemAndMergeEqualOnes() {
    var program = Program.trace(List.of(A.type(), B.type()), in -> {
      var a = in.get(0);
      var y = cube(a).add(cube(a)).add(Tensor.apply(CUBE_ON_ARRAYS, a)).add(Tensor.apply(HYPOT, a, in.get(1))).sum();
      return List.of(y, y.backward().of(a));
    });
    var x = Tensor.variable(A);
    var y = cube(x).add(cube(x)).add(Tensor.apply(CUBE_ON_ARRAYS, x)).add(Tensor.apply(HYPOT, x, B)).sum();
    var results = program.run(A, B);
    assertEquals(y.value(), results.get(0).value());
    assertEquals(y.backward().of(x).value(), results.get(1).value());
    assertEquals(1, program.explain().lines().filter(line -> line.matches("\\s*\\d+\\s+cube .*")).count(),
        program::explain);
  }

  /** Loops that add up start from zero, also in a buffer that something else was in. */
  @Test
  void programsHandOutZeros() {
    var program = Program.trace(List.of(A.type(), B.type()), in -> {
      var y = Tensor.apply(OUTER_ON_ARRAYS, in.get(0).exp(), in.get(1).exp()).sum();
      var gradients = y.backward();
      return List.of(Tensor.apply(TOTAL_ON_ARRAYS, in), gradients.of(in.get(0)), gradients.of(in.get(1)));
    });
    var first = program.run(A, B).stream().map(Tensor::value).toList();
    assertEquals(5.5, program.run(A, B).getFirst().item());
    assertEquals(first, program.run(A, B).stream().map(Tensor::value).toList());
    var a = Tensor.variable(A);
    assertEquals(Tensor.apply(OUTER_ON_ARRAYS, a.exp(), B.exp()).sum().backward().of(a).value(), first.get(1));
  }

  @Test
  void transformsWorkOnThem() {
    var batch = Tensor.stack(0, A, B);
    assertArrayEquals(Tensor.stack(0, cube(A), cube(B)).toDoubles(),
        Autodiff.vmap(CustomTest::cube).apply(batch).toDoubles());
    assertArrayEquals(batch.square().mul(3).toDoubles(),
        Autodiff.vmap(Autodiff.grad((UnaryOperator<Tensor>) x -> Tensor.apply(CUBE_ON_ARRAYS, x).sum())).apply(batch)
            .toDoubles());
    assertArrayEquals(A.square().mul(3).mul(B).toDoubles(), Autodiff.jvp(CustomTest::cube, A, B).toDoubles(), 1e-14);
    var f = Autodiff.checkpoint(x -> cube(x).sin());
    assertArrayEquals(Autodiff.jvp(x -> cube(x).sin(), A, B).toDoubles(), Autodiff.jvp(f, A, B).toDoubles(), 1e-14);
    assertArrayEquals(Autodiff.vmap(x -> cube(x).sin()).apply(batch).toDoubles(),
        Autodiff.vmap(f).apply(batch).toDoubles(), 1e-14);
    assertArrayEquals(Autodiff.hessian(x -> cube(x).sin().sum()).apply(A).toDoubles(),
        Autodiff.hessian(x -> f.apply(x).sum()).apply(A).toDoubles(), 1e-12);
  }

  @Test
  void equalByNameAndFunctions() {
    UnaryOperator<Tensor> forward = Tensor::square;
    dev.adjoint.Custom.Rule rule = (x, y, dy) -> dy.mul(x).mul(2);
    assertEquals(Op.custom("f", forward, rule), Op.custom("f", forward, rule));
    assertNotEquals(Op.custom("f", forward, rule), Op.custom("g", forward, rule));
    assertNotEquals(scaledBy(2), scaledBy(3), "merging these in a program would be wrong");
  }

  private static Op.Unary scaledBy(double c) {
    return Op.custom("scaled", x -> x.mul(c), (x, y, dy) -> dy.mul(c));
  }

  @Test
  void mistakesSayWhatIsWrong() {
    var reads = Op.custom("reads", x -> x.item() > 0 ? x : x.neg(), (x, y, dy) -> dy);
    var e = assertThrows(IllegalStateException.class, () -> Tensor.apply(reads, Tensor.of(1.0)));
    assertTrue(e.getMessage().startsWith("reads: the type of the result is found by a run of forward without values"),
        e.getMessage());
    var misfit = Op.custom("misfit", x -> x.square(), (x, y, dy) -> dy.sum());
    var wrongType = assertThrows(IllegalStateException.class,
        () -> Tensor.apply(misfit, Tensor.variable(A)).sum().backward());
    assertEquals("misfit: the backward rule gives FLOAT64[] for input 0, which is FLOAT64[3]", wrongType.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Tensor.apply(CUBE, Tensor.of(true, false)));
    assertThrows(IllegalArgumentException.class, () -> Tensor.apply(HYPOT, A, Tensor.ones(DType.FLOAT32.tensor(3))));
  }
}
