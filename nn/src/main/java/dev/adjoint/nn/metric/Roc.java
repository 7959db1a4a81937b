package dev.adjoint.nn.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.loss.Targets;

/**
 * The receiver operating characteristic of a binary classifier: the fraction of positives found and the fraction of negatives
 * taken for positives, for every threshold (T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006).
 *
 * @param points from (0, 0), where nothing is taken for positive, to (1, 1)
 */
public record Roc(List<Point> points) {

  /**
   * A threshold.
   *
   * @param falsePositiveRate negatives at or above it
   * @param truePositiveRate positives at or above it
   * @param threshold the score
   */
  public record Point(double falsePositiveRate, double truePositiveRate, double threshold) {
  }

  /** Keeps the points. */
  public Roc {
    points = List.copyOf(points);
  }

  /**
   * From scores, the larger the more positive, and targets of their shape, above ½ for positives.
   *
   * @throws IllegalArgumentException if shapes differ, a score is NaN, or one of the classes has no example
   */
  public static Roc of(Tensor scores, Tensor targets) {
    Targets.requireShape("roc", scores, targets);
    double[] score = scores.cast(DType.FLOAT64).value().doubles();
    double[] target = targets.cast(DType.FLOAT64).value().doubles();
    int nan = IntStream.range(0, score.length).filter(i -> Double.isNaN(score[i])).findFirst().orElse(score.length);
    if (nan < score.length) {
      throw new IllegalArgumentException("roc: score " + nan + " of " + scores.type() + " is NaN");
    }
    long positives = java.util.Arrays.stream(target).filter(t -> t > 0.5).count();
    long negatives = target.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "roc: needs examples of both classes, got " + positives + " positives and " + negatives
              + " negatives");
    }
    var order = IntStream.range(0, score.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -score[i]))
        .toList();
    var points = new ArrayList<Point>();
    points.add(new Point(0, 0, Double.POSITIVE_INFINITY));
    int found = 0;
    for (int k = 0; k < order.size(); k++) {
      int i = order.get(k);
      found += target[i] > 0.5 ? 1 : 0;
      // Examples with the same score are on the same side of every threshold.
      if (k + 1 == order.size() || score[order.get(k + 1)] != score[i]) {
        points.add(new Point((double) (k + 1 - found) / negatives, (double) found / positives, score[i]));
      }
    }
    return new Roc(points);
  }

  /** The area under the curve: the probability that a positive scores higher than a negative, ties counted as one half. */
  public double area() {
    return IntStream.range(1, points.size()).mapToDouble(i -> {
      var a = points.get(i - 1);
      var b = points.get(i);
      return (b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate) / 2;
    }).sum();
  }
}
