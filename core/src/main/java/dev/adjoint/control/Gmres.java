package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;

/**
 * Generalized minimal residuals: of all x in x₀ + span(r, A·r, A²·r, …) the one whose residual is least. The span has an orthonormal
 * basis Q with A·Qₖ = Qₖ₊₁·H (W. E. Arnoldi, 1951), so that ‖b − A·x‖ = ‖‖r‖·e₁ − H·y‖ for x = x₀ + Qₖ·y; rotations make H triangular
 * as it grows.
 *
 * @param tolerance on ‖b − A·x‖ / ‖b‖
 * @param limit how often A is multiplied with
 * @param restart the largest basis, after which x becomes the next x₀
 */
record Gmres(double tolerance, int limit, int restart) implements LinearSolver {

  Gmres {
    if (restart < 1) {
      throw Message.illegal("gmres", "cannot begin anew after %d products", restart);
    }
  }

  @Override
  public Tensor solve(UnaryOperator<Tensor> a, Tensor b) {
    double enough = tolerance * b.norm().item();
    var x = Tensor.zeros(b.type());
    var r = b;
    double norm = r.norm().item();
    int products = 0;
    while (!(norm <= enough)) {
      int size = Math.min(restart, limit - products);
      if (size <= 0) {
        throw notReached(norm, products, enough);
      }
      var cycle = new Cycle(a, r, norm, size, enough);
      products += cycle.products() + 1;
      x = x.add(cycle.step());
      r = b.sub(a.apply(x));
      double next = r.norm().item();
      if (!(next < norm)) {
        throw notReached(next, products, enough);
      }
      norm = next;
    }
    return x;
  }

  private static IllegalStateException notReached(double norm, int products, double enough) {
    return Message.state("gmres",
        "‖b − A·x‖ is %.1e after %d products with A, and should be %.1e: A may be singular, or it needs a "
            + "larger limit, restart or tolerance",
        norm, products, enough);
  }

  /** A basis, from one residual until the next one is small enough or the basis is full. */
  private static final class Cycle {
    private final List<Tensor> basis = new ArrayList<>();
    private final double[][] h; // its columns, made triangular
    private final double[] cos;
    private final double[] sin;
    private final double[] g; // ‖r‖·e₁, rotated: its last element is the norm of the residual
    private int k;

    Cycle(UnaryOperator<Tensor> a, Tensor r, double norm, int size, double enough) {
      h = new double[size][];
      cos = new double[size];
      sin = new double[size];
      g = new double[size + 1];
      g[0] = norm;
      basis.add(r.div(norm));
      while (k < size && Math.abs(g[k]) > enough) {
        extend(a.apply(basis.get(k)));
      }
    }

    /** Takes A·qₖ in: what is new in it becomes qₖ₊₁. */
    private void extend(Tensor product) {
      var w = product;
      h[k] = new double[k + 1];
      for (int i = 0; i <= k; i++) {
        h[k][i] = w.dot(basis.get(i)).item();
        w = w.sub(basis.get(i).mul(h[k][i]));
      }
      double rest = w.norm().item();
      for (int i = 0; i < k; i++) {
        double upper = h[k][i];
        h[k][i] = cos[i] * upper + sin[i] * h[k][i + 1];
        h[k][i + 1] = cos[i] * h[k][i + 1] - sin[i] * upper;
      }
      double length = Math.hypot(h[k][k], rest);
      cos[k] = length == 0 ? 1 : h[k][k] / length;
      sin[k] = length == 0 ? 0 : rest / length;
      h[k][k] = length;
      g[k + 1] = -sin[k] * g[k];
      g[k] *= cos[k];
      k++;
      basis.add(rest == 0 ? w : w.div(rest));
    }

    int products() {
      return k;
    }

    /** Qₖ·y with H·y = g. */
    Tensor step() {
      double[] y = new double[k];
      for (int i = k - 1; i >= 0; i--) {
        double sum = g[i];
        for (int j = i + 1; j < k; j++) {
          sum -= h[j][i] * y[j];
        }
        y[i] = h[i][i] == 0 ? 0 : sum / h[i][i];
      }
      var step = basis.getFirst().mul(0);
      for (int i = 0; i < k; i++) {
        step = step.add(basis.get(i).mul(y[i]));
      }
      return step;
    }
  }
}
