package dev.adjoint.nn.metric;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import dev.adjoint.nn.loss.Targets;

/** How often class r (row) was taken for class c (column). */
public final class ConfusionMatrix {
  private final int[][] counts;

  private ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts the examples of a test.
   *
   * @param output scores [n, c], the largest of which is the prediction
   * @param labels the true classes, INT32 [n]
   * @throws IllegalArgumentException if there are not as many labels as rows, or a label is no class
   */
  public static ConfusionMatrix of(Tensor output, Tensor labels) {
    Targets.requireIndices("confusionMatrix", output, labels);
    int classes = output.shape().dim(-1);
    int[][] counts = new int[classes][classes];
    int[] predicted = output.argmax(-1).toInts();
    int[] actual = labels.toInts();
    for (int i = 0; i < actual.length; i++) {
      counts[actual[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  /** How often an example of one class was taken for the other. */
  public int count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** The number of classes. */
  public int classes() {
    return counts.length;
  }

  /** The fraction on the diagonal. */
  public double accuracy() {
    int right = IntStream.range(0, counts.length).map(c -> counts[c][c]).sum();
    int all = Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    return (double) right / all;
  }

  /** Of the examples taken for a class, the fraction that are of it. */
  public double precision(int c) {
    return (double) counts[c][c] / Arrays.stream(counts).mapToInt(row -> row[c]).sum();
  }

  /** Of the examples of a class, the fraction that were found. */
  public double recall(int c) {
    return (double) counts[c][c] / Arrays.stream(counts[c]).sum();
  }

  /** A table: a row per true class, a column per predicted one; zeros are dots. */
  @Override
  public String toString() {
    var text = new StringBuilder("true\\said");
    IntStream.range(0, counts.length).forEach(c -> text.append(String.format(Locale.ROOT, "%5d", c)));
    text.append("   recall\n");
    for (int r = 0; r < counts.length; r++) {
      text.append(String.format(Locale.ROOT, "%9d", r));
      for (int n : counts[r]) {
        text.append(n == 0 ? "    ." : String.format(Locale.ROOT, "%5d", n));
      }
      text.append(String.format(Locale.ROOT, "%9.3f\n", recall(r)));
    }
    text.append("precision");
    IntStream.range(0, counts.length).forEach(c -> text.append(String.format(Locale.ROOT, "%5.2f", precision(c))));
    return text.toString();
  }
}
