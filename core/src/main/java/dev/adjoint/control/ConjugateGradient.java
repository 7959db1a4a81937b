package dev.adjoint.control;

import java.util.function.UnaryOperator;

import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;

/**
 * Conjugate gradients: each direction p is the residual r = b − A·x made conjugate to those before, pᵢᵀ·A·pⱼ = 0.
 *
 * @param tolerance on ‖r‖ / ‖b‖
 * @param limit how often A is multiplied with
 */
record ConjugateGradient(double tolerance, int limit) implements LinearSolver {

  @Override
  public Tensor solve(UnaryOperator<Tensor> a, Tensor b) {
    var x = Tensor.zeros(b.type());
    var r = b;
    var p = r;
    double norm = r.dot(r).item(); // ‖r‖²
    double enough = tolerance * tolerance * norm;
    double sign = 0;
    for (int k = 0; !(norm <= enough); k++) {
      if (k == limit) {
        throw notReached(norm, k, enough,
            "it needs a larger limit or tolerance, or A is not symmetric and definite (gmres)");
      }
      var ap = a.apply(p);
      double curvature = p.dot(ap).item();
      sign = k == 0 ? Math.signum(curvature) : sign;
      if (!(curvature * sign > 0)) {
        throw notReached(norm, k + 1, enough,
            "A is not definite, as pᵀ·A·p is 0 or changes its sign; gmres does not mind");
      }
      double step = norm / curvature;
      x = x.add(p.mul(step));
      r = r.sub(ap.mul(step));
      double next = r.dot(r).item();
      p = r.add(p.mul(next / norm));
      norm = next;
    }
    return x;
  }

  private static IllegalStateException notReached(double norm, int products, double enough, String why) {
    return Message.state("conjugateGradient", "‖b − A·x‖ is %.1e after %d products with A, and should be %.1e: %s",
        Math.sqrt(norm), products, Math.sqrt(enough), why);
  }
}
