package dev.adjoint.examples;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The problems of ADBench and of the lectures: values by hand, derivatives by differences or closed forms, and what is printed. */
class DerivativeExamplesTest {

  private static String run(String... args) {
    return Console.of(() -> assertEquals(0, new CommandLine(new Examples()).execute(args)));
  }

  private static void assertRatios(String output, String what) {
    assertEquals(2, Pattern.compile("value +[\\d.]+ ms, with " + what + " +[\\d.]+ ms: [\\d.]+ times").matcher(output)
        .results().count(), output);
  }

  // Gaussian mixture

  /** Σᵢ log Σₖ pₖ √det(QᵀQ) (2π)^(−d/2) exp(−½|Q (x − μ)|²) + the prior, in d = 2 and loops. */
  private static double mixtureByHand(double[] alpha, double[][] mean, double[][] factor, double[][] x, double gamma,
      int m) {
    double total = 0;
    double all = 0;
    for (double a : alpha) {
      all += Math.exp(a);
    }
    for (double[] point : x) {
      double sum = 0;
      for (int k = 0; k < alpha.length; k++) {
        double u = point[0] - mean[k][0];
        double v = point[1] - mean[k][1];
        double first = Math.exp(factor[k][0]) * u;
        double second = factor[k][2] * u + Math.exp(factor[k][1]) * v;
        sum += Math.exp(alpha[k]) / all * Math.exp(factor[k][0] + factor[k][1]) / (2 * Math.PI)
            * Math.exp(-(first * first + second * second) / 2);
      }
      total += Math.log(sum);
    }
    int freedom = 2 + m + 1;
    // Γ₂(a) = √π Γ(a) Γ(a − ½); for m = 1, a = 2: Γ(2) = 1, Γ(1.5) = √π / 2
    double constant = freedom * 2 * (Math.log(gamma) - 0.5 * Math.log(2)) - Math.log(Math.PI / 2);
    for (double[] f : factor) {
      double squares = Math.exp(2 * f[0]) + Math.exp(2 * f[1]) + f[2] * f[2];
      total += gamma * gamma / 2 * squares - m * (f[0] + f[1]) - constant;
    }
    return total;
  }

  @Test
  void theGaussianMixture() {
    var x = Tensor.normal(FLOAT64.tensor(6, 2), 1);
    var mixture = GaussianMixture.Mixture.random(3, 2, 2);
    double expected = mixtureByHand(mixture.weights().toDoubles(), mixture.means().toArray(double[][].class),
        mixture.factors().toArray(double[][].class), x.toArray(double[][].class), 1.5, 1);
    Function<GaussianMixture.Mixture, Tensor> f = at -> GaussianMixture.logLikelihood(at, x, 1.5, 1);
    assertEquals(expected, f.apply(mixture).item(), 1e-11);
    GradientCheck.assertGradients(
        in -> f.apply(new GaussianMixture.Mixture(in.get(0), in.get(1), in.get(2))), mixture.weights(),
        mixture.means(), mixture.factors());
    var step = Autodiff.grad(f).apply(mixture);
    var compiled = Autodiff.compile(Autodiff.grad(f)).apply(mixture);
    assertEquals(step.factors().value(), compiled.factors().value());
    assertEquals(step.means().value(), compiled.means().value());
    assertRatios(run("gmm", "--points", "20", "--dimensions", "3", "--components", "4"), "gradient");
  }

  // Bundle adjustment

  @Test
  void aCameraTurnedByARightAngleSeesWhatGeometrySays() {
    // Turned by 90° about the line of sight, (1, 2, 4) comes to (−2, 1, 4), so to (−½, ¼); r² = 5/16.
    var camera = Tensor.of(0, 0, Math.PI / 2, 0, 0, 0, 2, 10, 20, 0.16, 0);
    var o = new BundleAdjustment.Observation(camera, Tensor.of(1.0, 2, 4), Tensor.of(0.5), Tensor.of(8.0, 21));
    double distortion = 1 + 0.16 * 5 / 16;
    assertArrayEquals(new double[]{0.5 * (10 - distortion - 8), 0.5 * (20 + distortion / 2 - 21), 0.75},
        BundleAdjustment.residual(o).toDoubles(), 1e-12);
  }

  @Test
  void theSparseJacobianIsThatOfDifferences() {
    var scene = BundleAdjustment.Scene.random(2, 3, 5, 7);
    var blocks = BundleAdjustment.blocks(scene);
    assertEquals(blocks.camera().value(), Autodiff.compile(BundleAdjustment::blocks).apply(scene).camera().value());
    var jacobian = BundleAdjustment.jacobian(scene, blocks);
    var all = Tensor.concat(0, scene.cameras().flatten(), scene.points().flatten(), scene.weights());
    assertEquals(15, jacobian.getNumRows());
    assertEquals(all.size(), jacobian.getNumCols());
    for (int j = 0; j < all.size(); j++) {
      double h = 1e-6 * Math.max(1, Math.abs(all.get(j).item()));
      var above = residuals(scene, all, j, h);
      var below = residuals(scene, all, j, -h);
      double[] column = above.sub(below).div(2 * h).flatten().toDoubles();
      for (int i = 0; i < column.length; i++) {
        assertEquals(column[i], jacobian.get(i, j), 1e-5 * Math.max(1, Math.abs(column[i])), i + ", " + j);
      }
    }
    assertRatios(run("ba", "--observations", "40"), "jacobian");
  }

  private static Tensor residuals(BundleAdjustment.Scene scene, Tensor all, int j, double h) {
    double[] moved = all.toDoubles();
    moved[j] += h;
    var x = Tensor.of(moved);
    int points = scene.cameras().size();
    int weights = points + scene.points().size();
    return BundleAdjustment.residuals(new BundleAdjustment.Scene(x.slice(0, 0, points).reshape(-1, 11),
        x.slice(0, points, weights).reshape(-1, 3), x.slice(0, weights, x.size()), scene.camera(), scene.point(),
        scene.pixels()));
  }

  @Test
  void theSparseJacobianHoldsTheBlocksOnly() {
    var scene = BundleAdjustment.Scene.random(4, 10, 30, 1);
    DMatrixSparseCSC jacobian = BundleAdjustment.jacobian(scene, BundleAdjustment.blocks(scene));
    assertEquals(30 * (2 * 11 + 2 * 3 + 3), jacobian.getNonZeroLength());
  }

  // Recurrent network

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** One layer, in loops over single numbers. */
  private static double lossByHand(Lstm.Network network, double[][] text) {
    double[][] w = network.layers().getFirst().weights().toArray(double[][].class);
    double[][] c = network.layers().getFirst().biases().toArray(double[][].class);
    int n = text.length - 1;
    int b = text[0].length;
    double[] hidden = new double[b];
    double[] cell = new double[b];
    double loss = 0;
    for (int t = 0; t < n; t++) {
      double[] y = new double[b];
      double sum = 2;
      for (int j = 0; j < b; j++) {
        double x = text[t][j] * network.in().get(j).item();
        double change = Math.tanh(hidden[j] * w[3][j] + c[3][j]);
        cell[j] = cell[j] * sigmoid(x * w[0][j] + c[0][j]) + sigmoid(hidden[j] * w[1][j] + c[1][j]) * change;
        hidden[j] = sigmoid(x * w[2][j] + c[2][j]) * Math.tanh(cell[j]);
        y[j] = hidden[j] * network.out().get(j).item() + network.bias().get(j).item();
        sum += Math.exp(y[j]);
      }
      for (int j = 0; j < b; j++) {
        loss -= text[t + 1][j] * (y[j] - Math.log(sum));
      }
    }
    return loss / (n * b);
  }

  @Test
  void theRecurrentNetwork() {
    var text = Lstm.text(6, 1);
    int b = text.shape().dim(1);
    var one = Lstm.Network.random(1, b, 2);
    assertEquals(lossByHand(one, text.toArray(double[][].class)), Lstm.loss(one, text).item(), 1e-13);
    var network = Lstm.Network.random(2, b, 3);
    Function<Lstm.Network, Tensor> f = at -> Lstm.loss(at, text);
    var gradient = Autodiff.grad(f);
    var compiled = Autodiff.compile(gradient).apply(network);
    assertArrayEquals(gradient.apply(network).layers().get(0).weights().toDoubles(),
        compiled.layers().get(0).weights().toDoubles(), 1e-14);
    assertEquals(f.apply(network).value(), Autodiff.compile(f).apply(network).value());
    var first = network.layers().get(0);
    var second = network.layers().get(1);
    GradientCheck.DEFAULT.inDirections(3).run(in -> f.apply(new Lstm.Network(List.of(
        new Lstm.Layer(in.get(0), in.get(1)), new Lstm.Layer(in.get(2), in.get(3))), in.get(4), in.get(5), in.get(6))),
        first.weights(), first.biases(), second.weights(), second.biases(), network.in(), network.out(), network.bias())
        .assertPassed();
    assertRatios(run("lstm", "--length", "20"), "gradient");
  }

  // From the lectures

  @Test
  void newtonFindsTheBottomOfTheValley() {
    var last = run("newton").lines().filter(line -> line.startsWith("   7")).findFirst().orElseThrow().strip()
        .split(" +", -1);
    assertEquals(1, Double.parseDouble(last[1]), 1e-6);
    assertEquals(1, Double.parseDouble(last[2]), 1e-6);
    assertTrue(Double.parseDouble(last[4]) < 1e-8, last[4]);
  }

  @Test
  void theCovarianceOfLogisticRegressionIsTheClosedForm() {
    var x = Tensor.normal(FLOAT64.tensor(50, 3), 1);
    var y = Tensor.uniform(FLOAT64.tensor(50), 2).less(0.4).cast(FLOAT64);
    UnaryOperator<Tensor> energy = w -> Laplace.energy(w, x, y);
    var w = Laplace.mode(energy, Tensor.zeros(3));
    assertArrayEquals(new double[3], Autodiff.grad(energy).apply(w).toDoubles(), 1e-12);
    var p = x.matmul(w).sigmoid();
    // XᵀSX + 1 with S = diag(p (1 − p))
    var precision = x.transpose().matmul(x.mul(p.mul(p.rsub(1)).expandDims(1))).add(Tensor.eye(3));
    assertArrayEquals(precision.flatten().toDoubles(), Autodiff.hessian(energy).apply(w).flatten().toDoubles(), 1e-11);
    var output = run("laplace");
    assertEquals(3, Pattern.compile("w\\d = +[-\\d.]+ \\+- 0\\.\\d+").matcher(output).results().count(), output);
  }

  @Test
  void theSensitivitiesOfLogisticGrowthAreTheClosedForm() {
    double start = 0.1;
    double rate = 1;
    double capacity = 2;
    double h = 0.1;
    var all = Autodiff.compile(Autodiff.jacobian((Ode.Growth g) -> Ode.solution(g, h, 100)))
        .apply(new Ode.Growth(Tensor.of(start), Tensor.of(rate), Tensor.of(capacity)));
    for (int i = 0; i < 100; i++) {
      double t = (i + 1) * h;
      // y = K / (1 + c e) with c = K/y₀ − 1 and e = exp(−r t)
      double c = capacity / start - 1;
      double e = Math.exp(-rate * t);
      double bottom = 1 + c * e;
      assertEquals(capacity * capacity * e / (start * start * bottom * bottom), all.start().get(i).item(), 1e-4);
      assertEquals(capacity * c * t * e / (bottom * bottom), all.rate().get(i).item(), 1e-4);
      assertEquals(1 / bottom - capacity * e / start / (bottom * bottom), all.capacity().get(i).item(), 1e-4);
    }
    assertTrue(run("ode").startsWith("time"));
  }
}
