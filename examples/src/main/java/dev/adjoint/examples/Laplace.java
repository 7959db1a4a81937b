package dev.adjoint.examples;

import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import picocli.CommandLine.Command;

import static dev.adjoint.DType.FLOAT64;

/**
 * How sure is a logistic regression? Laplace's approximation of the posterior is a Gaussian at its maximum, whose covariance is the
 * inverse of the hessian of −log p(w | data) there.
 */
@Command(name = "laplace", description = "The uncertainty of a logistic regression, by Laplace's approximation.")
public final class Laplace implements Runnable {
  private static final double PRIOR_PRECISION = 1;

  /** −log p(w | data) but for a constant: −Σ log σ(±x·w) + τ/2 |w|². */
  static Tensor energy(Tensor w, Tensor x, Tensor y) {
    var signs = y.mul(2).sub(1);
    return x.matmul(w).mul(signs).logSigmoid().sum().neg().add(w.square().sum().mul(PRIOR_PRECISION / 2));
  }

  /** The maximum of the posterior, by Newton's method. */
  static Tensor mode(UnaryOperator<Tensor> energy, Tensor start) {
    var gradient = Autodiff.compile(Autodiff.grad(energy));
    var hessian = Autodiff.compile(Autodiff.hessian(energy));
    var w = start;
    for (int step = 0; step < 20; step++) {
      w = w.sub(hessian.apply(w).solve(gradient.apply(w)));
    }
    return w;
  }

  @Override
  public void run() {
    var truth = Tensor.of(2.0, -1, 0.5);
    var x = Tensor.concat(1, Tensor.normal(FLOAT64.tensor(200, 2), 1), Tensor.ones(200, 1)); // the last one is the bias
    var y = Tensor.uniform(FLOAT64.tensor(200), 2).less(x.matmul(truth).sigmoid()).cast(FLOAT64);

    UnaryOperator<Tensor> energy = w -> energy(w, x, y);
    var w = mode(energy, Tensor.zeros(3));
    var covariance = Autodiff.hessian(energy).apply(w).solve(Tensor.eye(3));
    double[] deviation = covariance.diagonal().sqrt().toDoubles();
    for (int i = 0; i < 3; i++) {
      System.out.printf(Locale.ROOT, "w%d = %6.3f +- %.3f, drawn from %4.1f%n", i, w.get(i).item(), deviation[i],
          truth.get(i).item());
    }
    // The average of σ(a) over a ~ N(μ, s²) is about σ(μ / √(1 + π s²/8)) (D. MacKay, 1992).
    for (double distance : new double[]{1, 10}) {
      var at = Tensor.of(0.3 * distance, 0.6 * distance, 1);
      double mean = at.dot(w).item();
      double variance = at.dot(covariance.matmul(at)).item();
      System.out.printf(Locale.ROOT, "at distance %2.0f: P = %.3f, and %.3f with the uncertainty of w%n", distance,
          Tensor.of(mean).sigmoid().item(), Tensor.of(mean / Math.sqrt(1 + Math.PI * variance / 8)).sigmoid().item());
    }
  }
}
