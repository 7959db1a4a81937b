package dev.adjoint.examples;

import java.util.Locale;
import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import static dev.adjoint.DType.FLOAT64;

/**
 * The log-likelihood of n points under a mixture of k Gaussians with a Wishart prior on their precisions, and its gradient: a problem
 * of ADBench (F. Šrajer, Z. Kukelova and A. Fitzgibbon, "A benchmark of selected algorithmic differentiation tools on some problems
 * in computer vision and machine learning", Optimization Methods and Software 33, 2018).
 */
@Command(name = "gmm", description = "ADBench: the log-likelihood of a Gaussian mixture, with its gradient.")
public final class GaussianMixture implements Runnable {
  @Option(names = "--points", description = "How many points (${DEFAULT-VALUE}).")
  private int points = 1000;

  @Option(names = "--dimensions", description = "How many dimensions (${DEFAULT-VALUE}).")
  private int dimensions = 10;

  @Option(names = "--components", description = "How many Gaussians (${DEFAULT-VALUE}).")
  private int components = 25;

  /**
   * The parameters of k Gaussians in d dimensions.
   *
   * @param weights α [k], so that component k has the probability softmax(α)ₖ
   * @param means μ [k, d]
   * @param factors of the precisions QₖᵀQₖ: first the logarithms of the diagonal of Qₖ, then what is below it, column by column,
   *          [k, d + d (d − 1) / 2]
   */
  record Mixture(Tensor weights, Tensor means, Tensor factors) {

    static Mixture random(int k, int d, long seed) {
      return new Mixture(Tensor.normal(FLOAT64.tensor(k), seed), Tensor.uniform(FLOAT64.tensor(k, d), seed + 1),
          Tensor.normal(FLOAT64.tensor(k, d + d * (d - 1) / 2), seed + 2).mul(0.5));
    }

    private int dimensions() {
      return means.shape().dim(1);
    }

    private Tensor logDiagonals() {
      return factors.slice(1, 0, dimensions()); // [k, d]
    }

    private Tensor belowDiagonals() {
      return factors.slice(1, dimensions(), factors.shape().dim(1)); // [k, d (d − 1) / 2]
    }

    /** Q, lower triangular: [k, d, d]. */
    private Tensor triangles() {
      int k = means.shape().dim(0);
      int d = dimensions();
      var elements = Tensor.concat(1, Tensor.zeros(k, 1), logDiagonals().exp(), belowDiagonals());
      int[][] place = new int[d][d];
      int next = 1 + d;
      for (int column = 0; column < d; column++) {
        place[column][column] = 1 + column;
        for (int row = column + 1; row < d; row++) {
          place[row][column] = next++;
        }
      }
      return elements.indexSelect(1, Tensor.of(place));
    }
  }

  /**
   * log ∏ᵢ Σₖ softmax(α)ₖ N(xᵢ; μₖ, (QₖᵀQₖ)⁻¹) + log ∏ₖ Wishart(Qₖ; γ, m).
   *
   * @param x the points [n, d]
   * @param gamma γ
   * @param m the degrees of freedom beyond d + 1
   */
  static Tensor logLikelihood(Mixture mixture, Tensor x, double gamma, int m) {
    int n = x.shape().dim(0);
    int d = x.shape().dim(1);
    int k = mixture.weights().size();
    var q = mixture.triangles();
    var turned = q.transpose();
    var distances = x.expandDims(0).matmul(turned) // [1, n, d]·[k, d, d] → [k, n, d]
        .sub(mixture.means().expandDims(1).matmul(turned)).square().sum(-1); // [k, 1, d]·[k, d, d] → [k, 1, d]
    var logDeterminants = mixture.logDiagonals().sum(-1); // [k]
    var terms = mixture.weights().add(logDeterminants).expandDims(1).sub(distances.mul(0.5)); // [k, n]
    var likelihood = terms.logSumExp(0).sum().sub(mixture.weights().logSumExp().mul(n))
        .sub(n * d / 2.0 * Math.log(2 * Math.PI));

    double freedom = d + m + 1;
    double constant = freedom * d * (Math.log(gamma) - 0.5 * Math.log(2)) - logGamma(freedom / 2, d);
    var squares = mixture.logDiagonals().exp().square().sum().add(mixture.belowDiagonals().square().sum());
    var prior = squares.mul(gamma * gamma / 2).sub(logDeterminants.sum().mul(m)).sub(k * constant);
    return likelihood.add(prior);
  }

  /** log Γ_d(a), the multivariate gamma function, for a a multiple of ½. */
  private static double logGamma(double a, int d) {
    double sum = d * (d - 1) / 4.0 * Math.log(Math.PI);
    for (int j = 0; j < d; j++) {
      sum += logGamma(a - j / 2.0);
    }
    return sum;
  }

  /** log Γ(a) by Γ(a) = (a − 1) Γ(a − 1), Γ(1) = 1, Γ(½) = √π. */
  private static double logGamma(double a) {
    return a == 1 ? 0 : a == 0.5 ? 0.5 * Math.log(Math.PI) : Math.log(a - 1) + logGamma(a - 1);
  }

  @Override
  public void run() {
    var x = Tensor.normal(FLOAT64.tensor(points, dimensions), 1);
    var mixture = Mixture.random(components, dimensions, 2);
    Function<Mixture, Tensor> objective = at -> logLikelihood(at, x, 1, 0);

    var at = Autodiff.valueAndGrad(objective).apply(mixture);
    System.out.printf(Locale.ROOT, "log-likelihood %.6e of %d points, %d Gaussians in %d dimensions%n",
        at.value().item(), points, components, dimensions);
    System.out.println("gradient by the weights " + at.gradient().weights());
    Ratio.print(objective, mixture);
  }
}
