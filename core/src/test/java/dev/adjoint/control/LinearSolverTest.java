package dev.adjoint.control;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Linear systems whose matrix is a function, against LU decomposition and closed forms. */
class LinearSolverTest {
  private static final LinearSolver CG = LinearSolver.conjugateGradient(1e-13, 200);
  private static final LinearSolver GMRES = LinearSolver.gmres(1e-13, 200, 20);

  private static Tensor normal(long seed, int... dims) {
    return Tensor.normal(FLOAT64.tensor(dims), seed);
  }

  /** A = M Mᵀ + 1. */
  private static Tensor definite(Tensor m) {
    return m.matmul(m.transpose()).add(Tensor.eye(m.shape().dim(0)).cast(m.dtype()));
  }

  /** A = M + 2n, which is not symmetric. */
  private static Tensor regular(Tensor m) {
    int n = m.shape().dim(0);
    return m.add(Tensor.eye(n).mul(2 * n));
  }

  private static BinaryOperator<Tensor> solve(UnaryOperator<Tensor> matrix, LinearSolver solver) {
    return (m, b) -> {
      var a = matrix.apply(m);
      return solver.solve(v -> a.matmul(v), b);
    };
  }

  static Stream<Arguments> solvers() {
    UnaryOperator<Tensor> definite = LinearSolverTest::definite;
    UnaryOperator<Tensor> regular = LinearSolverTest::regular;
    return Stream.of(arguments("dense", regular, LinearSolver.dense()), arguments("conjugateGradient", definite, CG),
        arguments("conjugateGradient, negative definite", (UnaryOperator<Tensor>) m -> definite(m).neg(), CG),
        arguments("gmres", regular, GMRES), arguments("gmres begun anew", regular, LinearSolver.gmres(1e-13, 500, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("solvers")
  void valuesAndDerivativesAreThoseOfTheMatrix(String name, UnaryOperator<Tensor> matrix, LinearSolver solver) {
    for (int n : new int[]{1, 2, 5}) {
      var m = normal(n, n, n);
      var b = normal(n + 1, n);
      var expected = solve(matrix, (a, right) -> matrix.apply(m).solve(right));
      var actual = solve(matrix, solver);
      assertClose(expected.apply(m, b), actual.apply(m, b), 1e-11);
      GradientCheck.assertGradients(actual, m, b); // first and second order
      UnaryOperator<Tensor> ofMatrix = at -> actual.apply(at, b).square().sum();
      UnaryOperator<Tensor> byLu = at -> matrix.apply(at).solve(b).square().sum();
      var gradient = Autodiff.grad(byLu).apply(m);
      assertClose(gradient, Autodiff.grad(ofMatrix).apply(m), 1e-10);
      assertClose(gradient, Autodiff.compile(Autodiff.grad(ofMatrix)).apply(m), 1e-10);
      assertClose(Autodiff.hvp(byLu, m, m), Autodiff.hvp(ofMatrix, m, m), 1e-9);
      assertClose(Autodiff.hvp(byLu, m, m), Autodiff.vhp(ofMatrix, m, m), 1e-9);
      assertClose(Autodiff.derivative(byLu, m, m, 3), Autodiff.derivative(ofMatrix, m, m, 3), 1e-8);
      var all = Tensor.stack(0, b, b.mul(2), b.square());
      assertClose(Autodiff.vmap(right -> expected.apply(m, right)).apply(all),
          Autodiff.compile(Autodiff.vmap(right -> actual.apply(m, right))).apply(all), 1e-11);
    }
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.type(), actual.type());
    double largest = expected.abs().max().item();
    assertTrue(expected.sub(actual).abs().max().item() <= tolerance * Math.max(1, largest),
        () -> expected + "\n" + actual);
  }

  @Property(tries = 30, seed = "61")
  void residualsAreAsSmallAsAskedFor(@ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(max = 1000) int seed) {
    var m = normal(seed, n, n);
    var b = normal(seed + 1, n);
    for (double tolerance : new double[]{1e-3, 1e-9}) {
      var symmetric = definite(m.div(Math.sqrt(n)));
      var x = LinearSolver.conjugateGradient(tolerance, 10 * n).solve(symmetric::matmul, b);
      assertTrue(symmetric.matmul(x).sub(b).norm().item() <= 1.001 * tolerance * b.norm().item());
      var any = regular(m);
      var y = LinearSolver.gmres(tolerance, 20 * n, 8).solve(any::matmul, b);
      assertTrue(any.matmul(y).sub(b).norm().item() <= tolerance * b.norm().item());
    }
  }

  /** In exact numbers both end after as many products as there are different eigenvalues. */
  @Test
  void threeEigenvaluesTakeThreeProducts() {
    var diagonal = Tensor.arange(0, 3000, 1).mul(1 / 1000.0).cast(DType.INT32).cast(FLOAT64).add(1); // 1, 2 and 3
    for (var solver : List.of(LinearSolver.conjugateGradient(1e-10, 3), LinearSolver.gmres(1e-10, 3, 3))) {
      assertClose(Tensor.ones(3000).div(diagonal), solver.solve(diagonal::mul, Tensor.ones(3000)), 1e-9);
    }
  }

  @Test
  void floatsAndZeros() {
    var m = normal(1, 6, 6).cast(FLOAT32);
    var b = normal(2, 6).cast(FLOAT32);
    var a = definite(m);
    for (var solver : List.of(LinearSolver.dense(), LinearSolver.conjugateGradient(1e-5, 100),
        LinearSolver.gmres(1e-5, 100, 6))) {
      assertClose(a.solve(b).cast(FLOAT64), solver.solve(a::matmul, b).cast(FLOAT64), 1e-3);
      assertEquals(0, solver.solve(a::matmul, b.mul(0)).abs().max().item());
    }
  }

  @Test
  void aMethodOfOnesOwnRunsOnValuesInProgramsToo() {
    var runs = new AtomicInteger();
    LinearSolver richardson = LinearSolver.iterative((a, b) -> {
      runs.incrementAndGet();
      var x = b;
      while (a.apply(x).sub(b).norm().item() > 1e-12) {
        x = x.add(b.sub(a.apply(x)));
      }
      return x;
    });
    Function<Tensor, Tensor> f = w -> richardson.solve(v -> v.add(v.flip(0).mul(w)), Tensor.of(1.0, 2)).sum(); // 3 / (1 + w)
    assertEquals(3 / 1.3, f.apply(Tensor.of(0.3)).item(), 1e-11);
    assertEquals(-3 / (1.3 * 1.3), Autodiff.compile(Autodiff.grad(f)).apply(Tensor.of(0.3)).item(), 1e-11);
    assertEquals(3, runs.get()); // one for the value, and for the gradient one of A and one of Aᵀ
  }

  // Implicit functions

  record Smoothing(Tensor data, Tensor stiffness) {
  }

  /** x = argmin ½ ‖x − data‖² + ½ c Σ (xᵢ₊₁ − xᵢ)². */
  private static Function<Smoothing, Tensor> smooth(LinearSolver linear) {
    return Autodiff.implicit(Equation.argmin((x, p) -> {
      int n = x.size();
      var steps = x.slice(0, 1, n).sub(x.slice(0, 0, n - 1));
      return x.sub(p.data()).square().sum().add(steps.square().sum().mul(p.stiffness())).mul(0.5);
    }), p -> Tensor.of(tridiagonal(p.stiffness().item(), p.data().toDoubles())), linear);
  }

  /** (1 + c L)⁻¹ b by elimination, where L has the rows −1, 2, −1, but 1 in both corners. */
  private static double[] tridiagonal(double c, double[] b) {
    int n = b.length;
    double[] above = new double[n];
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double diagonal = 1 + c * (i == 0 || i == n - 1 ? 1 : 2) + (i == 0 ? 0 : c * above[i - 1]);
      above[i] = -c / diagonal;
      x[i] = (b[i] + (i == 0 ? 0 : c * x[i - 1])) / diagonal;
    }
    for (int i = n - 2; i >= 0; i--) {
      x[i] -= above[i] * x[i + 1];
    }
    return x;
  }

  @Test
  void anArgminOfAFewUnknownsIsAsByTheMatrix() {
    var at = new Smoothing(normal(1, 9), Tensor.of(0.7));
    var v = new Smoothing(normal(2, 9), Tensor.of(1.0));
    Function<LinearSolver, Function<Smoothing, Tensor>> loss = s -> p -> smooth(s).apply(p).pow(3).sum();
    var dense = loss.apply(LinearSolver.dense());
    for (var solver : List.of(CG, GMRES)) {
      var f = loss.apply(solver);
      assertClose(Autodiff.grad(dense).apply(at), Autodiff.grad(f).apply(at));
      assertClose(Autodiff.<Smoothing>hvp(dense, at, v), Autodiff.<Smoothing>hvp(f, at, v));
      assertClose(Autodiff.<Smoothing>hvp(dense, at, v), Autodiff.<Smoothing>vhp(f, at, v));
      assertClose(Autodiff.derivative(dense, at, v, 3), Autodiff.derivative(f, at, v, 3), 1e-9);
    }
  }

  private static void assertClose(Smoothing expected, Smoothing actual) {
    assertClose(expected.data(), actual.data(), 1e-10);
    assertClose(expected.stiffness(), actual.stiffness(), 1e-10);
  }

  /** The matrix of the hessian would take 80 GB. */
  @Test
  void anArgminOfManyUnknowns() {
    int n = 100_000;
    var at = new Smoothing(normal(1, n), Tensor.of(1.0));
    var w = normal(2, n);
    var x = smooth(CG);
    var gradient = Autodiff.grad((Smoothing p) -> x.apply(p).dot(w)).apply(at);
    double[] u = tridiagonal(1, w.toDoubles()); // A⁻¹ w
    assertArrayEquals(u, gradient.data().toDoubles(), 1e-10);
    double[] value = tridiagonal(1, at.data().toDoubles());
    double expected = 0; // −uᵀ L x
    for (int i = 0; i + 1 < n; i++) {
      expected -= (u[i + 1] - u[i]) * (value[i + 1] - value[i]);
    }
    assertEquals(expected, gradient.stiffness().item(), 1e-8 * Math.sqrt(n));
    assertArrayEquals(u, Autodiff.jvp((Tensor data) -> x.apply(new Smoothing(data, at.stiffness())), at.data(), w)
        .toDoubles(), 1e-10);
  }

  @Test
  void aFixedPointByGmres() {
    var w = normal(3, 8, 8).mul(0.2);
    Function<LinearSolver, Function<Tensor, Tensor>> equilibrium = s -> Autodiff.implicit(
        Equation.fixedPoint((x, b) -> w.matmul(x).add(b).tanh()), b -> {
          var x = b;
          for (int k = 0; k < 200; k++) {
            x = w.matmul(x).add(b).tanh();
          }
          return x;
        }, s);
    var b = normal(4, 8);
    assertClose(Autodiff.jacobian(equilibrium.apply(LinearSolver.dense())::apply).apply(b),
        Autodiff.jacobian(equilibrium.apply(GMRES)::apply).apply(b), 1e-11);
  }

  // Mistakes

  @ParameterizedTest
  @MethodSource
  void mistakesSayWhatIsWrong(String message, Executable mistake) {
    assertEquals(message, assertThrows(RuntimeException.class, mistake).getMessage());
  }

  static Stream<Arguments> mistakesSayWhatIsWrong() {
    var b = Tensor.of(1.0, 1);
    var indefinite = Tensor.of(3.0, -2);
    var singular = Tensor.of(0.0, 0);
    return Stream.of(
        arguments("linearSolve: the right-hand side of a linear system is a vector, not FLOAT64[2, 2]; flatten it",
            (Executable) () -> CG.solve(v -> v, Tensor.eye(2))),
        arguments("linearSolve: A·v is FLOAT64[] where v is FLOAT64[2], so A is not square",
            (Executable) () -> CG.solve(Tensor::sum, b)),
        arguments("conjugateGradient: ‖b − A·x‖ is 7.1e+00 after 2 products with A, and should be 1.4e-13: A is not "
            + "definite, as pᵀ·A·p is 0 or changes its sign; gmres does not mind",
            (Executable) () -> CG.solve(indefinite::mul, b)),
        arguments("conjugateGradient: ‖b − A·x‖ is 4.7e-01 after 1 products with A, and should be 1.4e-10: it needs a "
            + "larger limit or tolerance, or A is not symmetric and definite (gmres)",
            (Executable) () -> LinearSolver.conjugateGradient(1e-10, 1).solve(Tensor.of(1.0, 2)::mul, b)),
        arguments(
            "gmres: ‖b − A·x‖ is 1.4e+00 after 2 products with A, and should be 1.4e-13: A may be singular, or it "
                + "needs a larger limit, restart or tolerance",
            (Executable) () -> GMRES.solve(singular::mul, b)),
        arguments("gmres: cannot begin anew after 0 products", (Executable) () -> LinearSolver.gmres(1e-9, 9, 0)));
  }
}
