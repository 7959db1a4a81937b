package dev.adjoint.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/**
 * An array as people read it.
 *
 * @param array the elements
 */
public record Quantity(NdArray array) {
  private static final int SHORT = 4;
  private static final int BINS = 24;

  /** Element type and shape. */
  public TensorType type() {
    return array.type();
  }

  /** Whether it is a single number and no vector of one. */
  public boolean isNumber() {
    return array.shape().rank() == 0;
  }

  /** The number of elements. */
  public int size() {
    return array.size();
  }

  /** All elements, in nested brackets; long axes elided. */
  public String full() {
    return array.toString();
  }

  /** The elements as doubles; true is 1. */
  public double[] elements() {
    return Tensor.of(array).cast(DType.FLOAT64).value().doubles();
  }

  /** In a few words: a number, a short vector, or how large the elements are: {@code mean 0.12 in [-1, 2]}. */
  public String brief() {
    if (array.size() <= SHORT) {
      return nested(elements(), 0, 0);
    }
    var s = statistics();
    if (s.finite() == 0) {
      return "no finite element";
    }
    return s.min() == s.max() && s.nonFinite() == 0
        ? "all " + number(s.min())
        : "mean " + number(s.mean()) + " in [" + number(s.min()) + ", " + number(s.max()) + "]";
  }

  private String nested(double[] elements, int axis, int from) {
    var shape = array.shape();
    if (axis == shape.rank()) {
      return number(elements[from]);
    }
    int stride = shape.size(axis + 1, shape.rank());
    return IntStream.range(0, shape.dim(axis)).mapToObj(i -> nested(elements, axis + 1, from + i * stride))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Four significant digits, none of them superfluous. */
  public static String number(double x) {
    if (Double.isNaN(x)) {
      return "NaN";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "∞" : "-∞";
    }
    double size = Math.abs(x);
    if (x == Math.rint(x) && size < 1e6) {
      return Long.toString((long) x);
    }
    if (size >= 1e6 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.3e", x).replaceAll("\\.?0+e", "e").replaceAll("e([+-])0*", "e$1").replace(
          "e+",
          "e");
    }
    int decimals = Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 6);
    var text = String.format(Locale.ROOT, "%." + decimals + "f", x);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /**
   * What the finite elements are like.
   *
   * @param finite how many there are
   * @param nonFinite how many elements are NaN or infinite
   * @param min the smallest
   * @param mean their average
   * @param max the largest
   * @param histogram how many lie in each of equally wide bins from the smallest to the largest
   */
  public record Statistics(int finite, int nonFinite, double min, double mean, double max, List<Integer> histogram) {
  }

  /** What the finite elements are like. */
  public Statistics statistics() {
    var finite = Arrays.stream(elements()).filter(Double::isFinite).summaryStatistics();
    double width = (finite.getMax() - finite.getMin()) / BINS;
    int[] histogram = new int[BINS];
    if (finite.getCount() > 0) {
      Arrays.stream(elements()).filter(Double::isFinite)
          .forEach(x -> histogram[width > 0 ? Math.min(BINS - 1, (int) ((x - finite.getMin()) / width)) : 0]++);
    }
    return new Statistics((int) finite.getCount(), array.size() - (int) finite.getCount(), finite.getMin(),
        finite.getAverage(), finite.getMax(), Arrays.stream(histogram).boxed().toList());
  }

  /**
   * The elements as a picture of limited size: the leading axes are rows, the last one columns; a large array is divided into
   * blocks, and each is the mean of its elements.
   */
  public double[][] grid(int mostRows, int mostColumns) {
    double[] elements = elements();
    int columns = array.shape().rank() == 0 ? 1 : array.shape().dim(-1);
    int rows = columns == 0 ? 0 : array.size() / columns;
    int n = Math.min(rows, mostRows);
    int m = Math.min(columns, mostColumns);
    double[][] grid = new double[n][m];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < m; c++) {
        int left = start(c, m, columns);
        int right = start(c + 1, m, columns);
        grid[r][c] = IntStream.range(start(r, n, rows), start(r + 1, n, rows))
            .mapToDouble(
                row -> Arrays.stream(elements, row * columns + left, row * columns + right).average().orElse(0))
            .average().orElse(0);
      }
    }
    return grid;
  }

  private static int start(int part, int parts, int size) {
    return (int) ((long) part * size / parts);
  }
}
