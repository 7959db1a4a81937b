package dev.adjoint.control;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.transform.JacobianOptions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Derivatives of what an equation defines, against closed forms. */
class ImplicitTest {
  private static final Tensor ONE = Tensor.of(1.0);

  /** Heron's step, whose fixed point is √a. */
  private static Tensor heron(Tensor x, Tensor a) {
    return x.add(a.div(x)).mul(0.5);
  }

  /** √a, found by a library that knows nothing of tensors. */
  private static final Function<Tensor, Tensor> ROOT = Autodiff.implicit(Equation.fixedPoint(ImplicitTest::heron),
      a -> Tensor.of(Math.sqrt(a.item())));

  /** √a, found by a loop that can be traced. */
  private static final Function<Tensor, Tensor> LOOPED = Autodiff.implicit(Equation.fixedPoint(ImplicitTest::heron),
      a -> Autodiff.whileLoop(x -> x.square().sub(a).abs().greater(1e-12), x -> heron(x, a), a));

  @Property(tries = 20)
  void theSquareRootAsAFixedPoint(@ForAll @DoubleRange(min = 0.5, max = 20) double a) {
    var at = Tensor.of(a);
    double first = 0.5 / Math.sqrt(a);
    double second = -0.25 * Math.pow(a, -1.5);
    double third = 0.375 * Math.pow(a, -2.5);
    for (var f : List.of(ROOT, LOOPED)) {
      UnaryOperator<Tensor> root = f::apply;
      assertEquals(Math.sqrt(a), root.apply(at).item(), 1e-11);
      var slope = Autodiff.grad(root);
      assertEquals(first, slope.apply(at).item(), 1e-11);
      assertEquals(second, Autodiff.grad(slope).apply(at).item(), 1e-11);
      assertEquals(third, Autodiff.grad(Autodiff.grad(slope)).apply(at).item(), 1e-10);
      assertEquals(second, Autodiff.derivative(root, at, ONE, 2).item(), 1e-11);
      assertEquals(third, Autodiff.derivative(root, at, ONE, 3).item(), 1e-10);
    }
  }

  @Test
  void programsAndBatches() {
    UnaryOperator<Tensor> root = LOOPED::apply;
    var two = Tensor.of(2.0);
    assertEquals(0.5 / Math.sqrt(2), Autodiff.compile(Autodiff.grad(root)).apply(two).item(), 1e-12);
    assertEquals(-0.25 * Math.pow(2, -1.5), Autodiff.compile(Autodiff.grad(Autodiff.grad(root))).apply(two).item(),
        1e-12);
    var all = Tensor.of(2.0, 9, 4);
    double[] slopes = {0.5 / Math.sqrt(2), 0.5 / 3, 0.5 / 2};
    assertArrayEquals(slopes, Autodiff.vmap(Autodiff.grad(root)).apply(all).toDoubles(), 1e-12);
    assertArrayEquals(slopes, Autodiff.grad((Tensor x) -> Autodiff.vmap(root).apply(x).sum()).apply(all).toDoubles(),
        1e-12);
    assertArrayEquals(slopes, Autodiff.compile(Autodiff.vmap(Autodiff.grad(root))).apply(all).toDoubles(), 1e-12);
  }

  record Ridge(Tensor lambda, Tensor y) {
  }

  /** w* = argmin ‖Xw − y‖² + λ‖w‖² = (XᵀX + λ)⁻¹Xᵀy. */
  @Property(tries = 10)
  void ridgeRegressionAsAnArgmin(@ForAll @IntRange(min = 0, max = 1000) int seed) {
    var x = Tensor.normal(FLOAT64.tensor(7, 3), seed);
    var in = new Ridge(Tensor.uniform(FLOAT64.tensor(), seed).add(0.1), Tensor.normal(FLOAT64.tensor(7), seed + 1));
    Function<Ridge, Tensor> closed = p -> x.transpose().matmul(x).add(Tensor.eye(3).mul(p.lambda()))
        .solve(x.transpose().matmul(p.y()));
    Function<Ridge, Tensor> implicit = Autodiff.implicit(
        Equation.argmin((w, p) -> x.matmul(w).sub(p.y()).square().sum().add(w.square().sum().mul(p.lambda()))),
        closed);
    assertArrayEquals(closed.apply(in).toDoubles(), implicit.apply(in).toDoubles());
    var expected = Autodiff.jacobian(closed).apply(in);
    for (var actual : List.of(Autodiff.jacobian(implicit, JacobianOptions.reverse()).apply(in),
        Autodiff.jacobian(implicit, JacobianOptions.forward()).apply(in),
        Autodiff.compile(Autodiff.jacobian(implicit)).apply(in))) {
      assertArrayEquals(expected.lambda().toDoubles(), actual.lambda().toDoubles(), 1e-10);
      assertArrayEquals(expected.y().toDoubles(), actual.y().toDoubles(), 1e-10);
    }
    Function<Function<Ridge, Tensor>, Ridge> second = f -> Autodiff.<Ridge>hvp(p -> f.apply(p).square().sum(), in,
        new Ridge(ONE, Tensor.ones(7)));
    assertArrayEquals(second.apply(closed).y().toDoubles(), second.apply(implicit).y().toDoubles(), 1e-9);
  }

  record Point(Tensor x, Tensor y) {
  }

  /** The intersection of the circle x² + y² = r² and the line y = m x: x = r / √(1 + m²). */
  @Test
  void aSystemOfEquationsInARecordAndWhatItClosesOver() {
    var m = Tensor.variable(0.75);
    Function<Tensor, Point> crossing = Autodiff.implicit(
        (Point p, Tensor r) -> new Point(p.x().square().add(p.y().square()).sub(r.square()), p.y().sub(p.x().mul(m))),
        r -> new Point(r.mul(0.8), r.mul(0.6)));
    var r = Tensor.variable(2);
    var gradients = crossing.apply(r).x().backward();
    assertEquals(0.8, gradients.of(r).item(), 1e-12);
    assertEquals(-2 * 0.75 * Math.pow(1 + 0.75 * 0.75, -1.5), gradients.of(m).item(), 1e-12);
  }

  @Test
  void mistakesSayWhatIsWrong() {
    Function<Tensor, Tensor> wrong = Autodiff.implicit((x, p) -> x.sum(), p -> p);
    assertEquals(
        "implicit: the residual is FLOAT64[], where the unknown is FLOAT64[3]; they must be built alike, of tensors "
            + "of the same types",
        assertThrows(IllegalArgumentException.class, () -> wrong.apply(Tensor.ones(3))).getMessage());
    Function<Tensor, Tensor> everywhere = Autodiff.implicit((x, p) -> x.mul(0).add(p), p -> p);
    assertEquals("solve: the matrix is singular: FLOAT64[3, 3]", assertThrows(IllegalArgumentException.class,
        () -> everywhere.apply(Tensor.variable(Tensor.zeros(3))).sum().backward()).getMessage());
    assertEquals("solve: needs a square matrix [n, n] and [n, m] or [n]: [2, 3] and [2, 1]",
        assertThrows(IllegalArgumentException.class, () -> Tensor.ones(2, 3).solve(Tensor.ones(2))).getMessage());
    assertEquals(Shape.of(0, 2), Tensor.ones(0, 0).solve(Tensor.ones(0, 2)).shape());
  }
}
