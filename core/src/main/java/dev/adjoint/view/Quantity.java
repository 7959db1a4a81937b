package dev.adjoint.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/** An array as people read it. */
public final class Quantity {
  private static final int SHORT = 4;
  private static final int DIGITS = 4;
  private static final int BINS = 24;

  private final NdArray array;
  private volatile Optional<Statistics> known = Optional.empty(); // many ask: labels, traces and pages

  /** An array that nobody changes. */
  public Quantity(NdArray array) {
    this.array = array;
  }

  /** The elements. */
  public NdArray array() {
    return array;
  }

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
    var decimal = BigDecimal.valueOf(x);
    if (size >= 1e6 || size < 1e-3) {
      var rounded = decimal.round(new MathContext(DIGITS));
      int exponent = rounded.precision() - rounded.scale() - 1;
      return plain(rounded.movePointLeft(exponent)) + "e" + exponent;
    }
    int decimals = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
    return plain(decimal.setScale(decimals, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal x) {
    return x.stripTrailingZeros().toPlainString();
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
    private static Statistics of(double... elements) {
      var finite = new DoubleSummaryStatistics();
      for (double x : elements) {
        if (Double.isFinite(x)) {
          finite.accept(x);
        }
      }
      double width = (finite.getMax() - finite.getMin()) / BINS;
      int[] histogram = new int[BINS];
      for (double x : elements) {
        if (Double.isFinite(x)) {
          histogram[width > 0 ? Math.min(BINS - 1, (int) ((x - finite.getMin()) / width)) : 0]++;
        }
      }
      int n = (int) finite.getCount();
      return new Statistics(n, elements.length - n, finite.getMin(), finite.getAverage(), finite.getMax(),
          Arrays.stream(histogram).boxed().toList());
    }
  }

  /** What the finite elements are like. */
  public Statistics statistics() {
    if (known.isEmpty()) {
      known = Optional.of(Statistics.of(elements()));
    }
    return known.get();
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
        grid[r][c] = mean(elements, columns, start(r, n, rows), start(r + 1, n, rows), start(c, m, columns),
            start(c + 1, m, columns));
      }
    }
    return grid;
  }

  private static double mean(double[] elements, int columns, int top, int bottom, int left, int right) {
    double sum = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        sum += elements[row * columns + column];
      }
    }
    return sum / ((bottom - top) * (double) (right - left));
  }

  private static int start(int part, int parts, int size) {
    return (int) ((long) part * size / parts);
  }
}
