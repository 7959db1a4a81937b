package dev.adjoint.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.adjoint.Tensor;
import dev.adjoint.nn.metric.Metric;

/**
 * Loss and metrics, averaged over examples.
 *
 * @param loss without regularization
 * @param metrics by name
 */
public record Scores(double loss, Map<String, Double> metrics) {

  /**
   * A metric.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double metric(String name) {
    var value = metrics.get(name);
    if (value == null) {
      throw new IllegalArgumentException("scores: '" + name + "' was not measured, only " + metrics.keySet());
    }
    return value;
  }

  /** For example {@code loss 0.0412  accuracy 0.9875}. */
  @Override
  public String toString() {
    var text = new StringBuilder(String.format(Locale.ROOT, "loss %.4f", loss));
    metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
    return text.toString();
  }

  /** Averages batches of different sizes. */
  static final class Sum {
    private final List<Metric> metrics;
    private final double[] sums;
    private double loss;
    private int examples;

    Sum(List<Metric> metrics) {
      this.metrics = metrics;
      for (int i = 0; i < metrics.size(); i++) {
        var name = metrics.get(i).name();
        if (metrics.subList(0, i).stream().anyMatch(other -> other.name().equals(name))) {
          throw new IllegalArgumentException("scores: two metrics are called '" + name + "'");
        }
      }
      this.sums = new double[metrics.size()];
    }

    void add(double batchLoss, Tensor output, Tensor target) {
      int n = output.shape().dim(0);
      loss += n * batchLoss;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += n * metrics.get(i).of(output, target);
      }
      examples += n;
    }

    Scores average() {
      var values = new LinkedHashMap<String, Double>();
      for (int i = 0; i < sums.length; i++) {
        values.put(metrics.get(i).name(), sums[i] / examples);
      }
      return new Scores(loss / examples, values);
    }
  }
}
