package dev.adjoint.transform;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Equations of calculus, for random functions at random points. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class DerivativeLawsTest {

  /** Smooth functions from vectors of any length to vectors. */
  enum F {
    SIN {
      @Override
      Tensor of(Tensor x) {
        return x.sin();
      }
    },
    SOFTMAX {
      @Override
      Tensor of(Tensor x) {
        return x.softmax().mul(x.exp());
      }
    },
    OUTER {
      @Override
      Tensor of(Tensor x) {
        return x.tanh().outer(x).flatten();
      }
    },
    NORMALIZE {
      @Override
      Tensor of(Tensor x) {
        return x.sub(x.mean()).div(x.variance().add(1));
      }
    },
    RUNNING {
      @Override
      Tensor of(Tensor x) {
        return x.cumulativeSum(0).square().add(1).log();
      }
    },
    LOOKUP {
      @Override
      Tensor of(Tensor x) {
        return x.indexSelect(0, Tensor.of(0, 0)).mul(x.logSumExp());
      }
    },
    JOIN {
      @Override
      Tensor of(Tensor x) {
        return Tensor.concat(0, x.flip(0).sigmoid(), x.pow(2).sum().expandDims(0));
      }
    };

    abstract Tensor of(Tensor x);
  }

  @Provide
  Arbitrary<UnaryOperator<Tensor>> functions() {
    return Arbitraries.of(F.class).list().ofMinSize(1).ofMaxSize(2)
        .map(fs -> x -> fs.stream().reduce(x, (y, f) -> f.of(y), (a, b) -> b));
  }

  private static Tensor normal(int n, long seed) {
    return Tensor.normal(FLOAT64.tensor(n), seed);
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.type(), actual.type());
    double largest = Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance * Math.max(1, largest));
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertClose(expected, actual, 1e-12);
  }

  @Property(tries = 60, seed = "41")
  void derivativesAreLinearInTheDirection(@ForAll("functions") UnaryOperator<Tensor> f,
      @ForAll @IntRange(min = 1, max = 5) int n, @ForAll long seed) {
    var x = normal(n, seed);
    var v = normal(n, seed + 1);
    var w = normal(n, seed + 2);
    var at = Autodiff.linearize(f, x);
    assertClose(at.jvp(v).mul(2.5).sub(at.jvp(w)), at.jvp(v.mul(2.5).sub(w)));
    var a = normal(at.value().size(), seed + 3);
    var b = normal(at.value().size(), seed + 4);
    assertClose(at.vjp(a).mul(2.5).sub(at.vjp(b)), at.vjp(a.mul(2.5).sub(b)));
  }

  @Property(tries = 60, seed = "42")
  void chainRule(@ForAll("functions") UnaryOperator<Tensor> f, @ForAll("functions") UnaryOperator<Tensor> g,
      @ForAll @IntRange(min = 1, max = 4) int n, @ForAll long seed) {
    var x = normal(n, seed).mul(0.5);
    var inner = Autodiff.linearize(f, x);
    var outer = Autodiff.linearize(g, inner.value());
    var both = Autodiff.linearize((Tensor t) -> g.apply(f.apply(t)), x);
    var v = normal(n, seed + 1);
    assertClose(outer.jvp(inner.jvp(v)), both.jvp(v));
    var u = normal(both.value().size(), seed + 2);
    assertClose(inner.vjp(outer.vjp(u)), both.vjp(u));
  }

  @Property(tries = 60, seed = "43")
  void jacobianHoldsBothProducts(@ForAll("functions") UnaryOperator<Tensor> f,
      @ForAll @IntRange(min = 1, max = 5) int n, @ForAll long seed) {
    var x = normal(n, seed);
    var j = Autodiff.jacobian(f, JacobianOptions.forward()).apply(x);
    assertClose(j, Autodiff.jacobian(f, JacobianOptions.reverse()).apply(x));
    assertClose(j, Autodiff.jacobian(f).apply(x));
    var v = normal(n, seed + 1);
    var u = normal(j.shape().dim(0), seed + 2);
    assertClose(j.matmul(v), Autodiff.jvp(f, x, v));
    assertClose(u.matmul(j), Autodiff.vjp(f, x, u));
  }

  @Property(tries = 40, seed = "44")
  void hessianIsSymmetricAndTheDifferenceOfGradients(@ForAll("functions") UnaryOperator<Tensor> f,
      @ForAll @IntRange(min = 1, max = 4) int n, @ForAll long seed) {
    UnaryOperator<Tensor> s = t -> f.apply(t).mul(0.5).sin().sum();
    var x = normal(n, seed).mul(0.5);
    var h = Autodiff.hessian(s).apply(x);
    assertClose(h, h.transpose());
    var v = normal(n, seed + 1);
    assertClose(h.matmul(v), Autodiff.hvp(s, x, v));
    assertClose(h.matmul(v), Autodiff.vhp(s, x, v));
    assertClose(h.trace(), Autodiff.laplacian(s).apply(x));
    assertClose(h.matmul(v).dot(v), Autodiff.derivative(s, x, v, 2));
    double step = 1e-5;
    var above = Autodiff.grad(s).apply(x.add(v.mul(step)));
    var below = Autodiff.grad(s).apply(x.sub(v.mul(step)));
    assertClose(above.sub(below).div(2 * step), h.matmul(v), 1e-6);
  }

  @Property(tries = 40, seed = "45")
  void divergenceIsTheTraceOfTheJacobian(@ForAll @IntRange(min = 1, max = 5) int n, @ForAll long seed) {
    UnaryOperator<Tensor> f = x -> x.outer(x.exp()).sum(1).mul(x.flip(0).sin());
    var x = normal(n, seed);
    assertClose(Autodiff.jacobian(f).apply(x).trace(), Autodiff.divergence(f).apply(x));
  }

  @Property(tries = 60, seed = "46")
  void everyDerivativeOfAPolynomial(@ForAll long seed, @ForAll @IntRange(max = 6) int order) {
    var random = new Random(seed);
    double[] c = random.doubles(7, -1, 1).toArray();
    double at = random.nextDouble(-2, 2);
    UnaryOperator<Tensor> p = x -> {
      var y = x.scalar(0);
      for (int k = c.length - 1; k >= 0; k--) {
        y = y.mul(x).add(c[k]); // Horner
      }
      return y;
    };
    double expected = 0;
    for (int k = order; k < c.length; k++) {
      double factor = 1;
      for (int i = 0; i < order; i++) {
        factor *= k - i;
      }
      expected += c[k] * factor * Math.pow(at, k - order);
    }
    assertDerivative(expected, p, at, order);
  }

  @Property(tries = 30, seed = "47")
  void everyDerivativeOfSinAndExp(@ForAll long seed, @ForAll @IntRange(max = 6) int order) {
    var random = new Random(seed);
    double a = random.nextDouble(-2, 2);
    double at = random.nextDouble(-2, 2);
    assertDerivative(Math.pow(a, order) * Math.sin(a * at + order * Math.PI / 2), x -> x.mul(a).sin(), at, order);
    assertDerivative(Math.pow(a, order) * Math.exp(a * at), x -> x.mul(a).exp(), at, order);
  }

  /** By forward mode, by reverse mode, and by both in turns. */
  private static void assertDerivative(double expected, UnaryOperator<Tensor> f, double at, int order) {
    var x = Tensor.of(at);
    var one = Tensor.of(1.0);
    double tolerance = 1e-11 * Math.max(1, Math.abs(expected));
    assertEquals(expected, Autodiff.derivative(f, x, one, order).item(), tolerance);
    var reverse = f;
    var mixed = f;
    for (int k = 0; k < order; k++) {
      reverse = Autodiff.grad(reverse);
      var lower = mixed;
      mixed = k % 2 == 0 ? t -> Autodiff.jvp(lower, t, one) : Autodiff.grad(lower);
    }
    assertEquals(expected, reverse.apply(x).item(), tolerance);
    assertEquals(expected, mixed.apply(x).item(), tolerance);
    assertEquals(expected, Autodiff.vmap(mixed).apply(x.expandDims(0)).toDoubles()[0], tolerance);
  }
}
