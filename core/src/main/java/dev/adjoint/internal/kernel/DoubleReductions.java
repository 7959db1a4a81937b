package dev.adjoint.internal.kernel;

import java.util.Arrays;

/** The loops along one axis. */
public final class DoubleReductions implements FloatingReductions<double[]> {
  /** Elements side by side that are folded together when the axis is not the last. */
  private static final int WIDTH = 1024;

  /** How many of them are folded one by one; what they give is folded again. */
  private static final int CHAIN = 64;

  /** Folded in a plain loop: in fewer elements than these there is nothing to gain. */
  private static final int SMALL = 64;

  /** Below it a sum of squares may have lost digits to underflow. */
  private static final double SQUARES_LOW = Double.MIN_NORMAL / Math.ulp(1.0);

  private static final int GRAIN = 32_768;

  private static final ThreadLocal<double[]> RESULT = ThreadLocal.withInitial(() -> new double[WIDTH]);
  private static final ThreadLocal<double[]> ROW = ThreadLocal.withInitial(() -> new double[WIDTH]);

  @Override
  public void fold(Fold fold, double[] x, double[] y, int outer, int n, int inner) {
    if (inner == 1 && outer == 1) {
      y[0] = foldLong(fold, x, n);
    } else if (inner == 1) {
      Parallel.range(outer, GRAIN / Math.max(n, 1) + 1, (from, to) -> {
        for (int o = from; o < to; o++) {
          y[o] = foldRow(fold, x, o * n, o * n + n);
        }
      });
    } else if (n * inner <= SMALL) {
      Parallel.range(outer, GRAIN / SMALL, (from, to) -> {
        for (int o = from; o < to; o++) {
          foldSmall(fold, x, y, o, n, inner);
        }
      });
    } else {
      foldColumns(fold, x, y, outer, n, inner);
    }
  }

  @Override
  public void foldPiece(Fold fold, double[] x, int n, double[] partial, int at) {
    partial[at] = foldPiece(fold, x, 0, n);
  }

  @Override
  public void foldPieces(Fold fold, double[] partial, int n, double[] y) {
    y[0] = foldPairwise(fold.ofPieces(), partial, 0, n);
  }

  private static double foldLong(Fold fold, double[] x, int n) {
    double[] partial = new double[(n + PIECE - 1) / PIECE];
    Parallel.range(partial.length, GRAIN / PIECE, (from, to) -> {
      for (int p = from; p < to; p++) {
        partial[p] = foldPiece(fold, x, p * PIECE, Math.min(n, (p + 1) * PIECE));
      }
    });
    return foldPairwise(fold.ofPieces(), partial, 0, partial.length);
  }

  private static double foldRow(Fold fold, double[] x, int from, int to) {
    if (to - from <= PIECE) {
      return foldPiece(fold, x, from, to);
    }
    double[] partial = new double[(to - from + PIECE - 1) / PIECE];
    for (int p = 0; p < partial.length; p++) {
      partial[p] = foldPiece(fold, x, from + p * PIECE, Math.min(to, from + (p + 1) * PIECE));
    }
    return foldPairwise(fold.ofPieces(), partial, 0, partial.length);
  }

  private static double foldPairwise(Fold fold, double[] x, int from, int to) {
    if (to - from <= 8) {
      return foldPiece(fold, x, from, to);
    }
    int middle = (from + to) >>> 1;
    double left = foldPairwise(fold, x, from, middle);
    double right = foldPairwise(fold, x, middle, to);
    return combine(fold, left, right);
  }

  private static double combine(Fold fold, double y, double x) {
    return switch (fold) {
      case SUM -> y + x;
      case SQUARES -> y + x * x;
      case MAX -> Math.max(y, x);
      case MIN -> Math.min(y, x);
    };
  }

  /** The fold of nothing. */
  private static double neutral(Fold fold) {
    return switch (fold) {
      case SUM, SQUARES -> 0;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static double foldPiece(Fold fold, double[] x, int from, int to) {
    return switch (fold) {
      case SUM -> sum(x, from, to);
      case SQUARES -> squares(x, from, to);
      case MAX -> max(x, from, to);
      case MIN -> min(x, from, to);
    };
  }

  private static double sum(double[] x, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    double rest = 0;
    for (; i < to; i++) {
      rest += x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  private static double squares(double[] x, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
      s4 += x[i + 4] * x[i + 4];
      s5 += x[i + 5] * x[i + 5];
      s6 += x[i + 6] * x[i + 6];
      s7 += x[i + 7] * x[i + 7];
    }
    double rest = 0;
    for (; i < to; i++) {
      rest += x[i] * x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  private static double max(double[] x, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  private static double min(double[] x, int from, int to) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  private static void foldSmall(Fold fold, double[] x, double[] y, int o, int n, int inner) {
    for (int j = 0; j < inner; j++) {
      double result = neutral(fold);
      for (int k = 0; k < n; k++) {
        result = combine(fold, result, x[(o * n + k) * inner + j]);
      }
      y[o * inner + j] = result;
    }
  }

  /** Folds pieces of several rows each, and what they give in the same way, until one piece is all. */
  private static void foldColumns(Fold fold, double[] x, double[] y, int outer, int n, int inner) {
    int rows = CHAIN * Math.max(1, WIDTH / inner);
    int pieces = Math.max(1, Math.ceilDiv(n, rows));
    int strips = Math.ceilDiv(inner, WIDTH);
    double[] folded = pieces == 1 ? y : new double[outer * pieces * inner];
    int work = Math.min(rows, n) * Math.min(WIDTH, inner);
    Parallel.range(outer * pieces * strips, GRAIN / Math.max(work, 1) + 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        int piece = i / strips;
        int first = piece % pieces * rows;
        int column = i % strips * WIDTH;
        foldRows(fold, x, (piece / pieces * n + first) * inner + column, Math.min(rows, n - first), inner,
            Math.min(WIDTH, inner - column), folded, piece * inner + column);
      }
    });
    if (pieces > 1) {
      foldColumns(fold.ofPieces(), folded, y, outer, pieces, inner);
    }
  }

  /** Folds rows of some width into one. As many as fit lie side by side, as one wide row, and are folded into each other at the end. */
  private static void foldRows(Fold fold, double[] x, int at, int rows, int inner, int width, double[] y, int yAt) {
    double[] result = RESULT.get();
    double[] row = ROW.get();
    int together = width == inner ? Math.max(1, Math.min(WIDTH / inner, rows)) : 1;
    Arrays.fill(result, 0, together * width, neutral(fold));
    for (int k = 0; k < rows; k += together) {
      int size = Math.min(together, rows - k) * width;
      System.arraycopy(x, at + k * inner, row, 0, size);
      combine(fold, result, row, size);
    }
    while (together > 1) {
      int half = (together + 1) / 2;
      int size = (together - half) * width;
      System.arraycopy(result, half * width, row, 0, size);
      combine(fold.ofPieces(), result, row, size);
      together = half;
    }
    System.arraycopy(result, 0, y, yAt, width);
  }

  private static void combine(Fold fold, double[] y, double[] x, int n) {
    switch (fold) {
      case SUM -> add(y, x, n);
      case SQUARES -> addSquares(y, x, n);
      case MAX -> max(y, x, n);
      case MIN -> min(y, x, n);
    }
  }

  private static void add(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  private static void addSquares(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i] * x[i];
    }
  }

  private static void max(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(y[i], x[i]);
    }
  }

  private static void min(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(y[i], x[i]);
    }
  }

  @Override
  public void norm(double[] x, double[] y, int outer, int n, int inner) {
    fold(Fold.SQUARES, x, y, outer, n, inner);
    for (int i = 0; i < outer * inner; i++) {
      boolean isOrdinary = !(y[i] < SQUARES_LOW || y[i] == Double.POSITIVE_INFINITY);
      y[i] = isOrdinary ? Math.sqrt(y[i]) : scaledNorm(x, i / inner * n * inner + i % inner, n, inner);
    }
  }

  /** m √Σ (x/m)² with the largest |x| for m: squares that neither overflow nor, where it would matter, underflow. */
  private static double scaledNorm(double[] x, int at, int n, int inner) {
    double largest = 0;
    for (int k = 0; k < n; k++) {
      largest = Math.max(largest, Math.abs(x[at + k * inner]));
    }
    if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    var sum = Wide.ZERO;
    for (int k = 0; k < n; k++) {
      double scaled = x[at + k * inner] / largest;
      sum += scaled * scaled;
    }
    return largest * Math.sqrt(sum);
  }

  @Override
  public void cumulativeSum(double[] x, double[] y, int outer, int n, int inner) {
    int strips = Math.ceilDiv(inner, WIDTH);
    Parallel.range(outer * strips, GRAIN / Math.max(n * Math.min(WIDTH, inner), 1) + 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        int column = i % strips * WIDTH;
        cumulativeSum(x, y, i / strips * n * inner + column, n, inner, Math.min(WIDTH, inner - column));
      }
    });
  }

  private static void cumulativeSum(double[] x, double[] y, int at, int n, int inner, int width) {
    if (width == 1) {
      var sum = Wide.ZERO;
      for (int k = 0; k < n; k++) {
        sum += x[at + k * inner];
        y[at + k * inner] = Wide.rounded(sum);
      }
      return;
    }
    var sums = Wide.zeros(width);
    for (int k = 0; k < n; k++) {
      int row = at + k * inner;
      for (int j = 0; j < width; j++) {
        sums[j] += x[row + j];
        y[row + j] = Wide.rounded(sums[j]);
      }
    }
  }

  @Override
  public void logSumExp(double[] x, double[] y, int rows, int n) {
    eachRow(rows, n, r -> y[r] = logSumExp(x, r * n, r * n + n));
  }

  @Override
  public void softmax(double[] x, double[] y, int rows, int n) {
    eachRow(rows, n, r -> {
      double max = max(x, r * n, r * n + n);
      var sum = Wide.ZERO;
      for (int i = r * n; i < r * n + n; i++) {
        y[i] = Math.exp(x[i] - max);
        sum += y[i];
      }
      double total = Wide.rounded(sum);
      for (int i = r * n; i < r * n + n; i++) {
        y[i] /= total;
      }
    });
  }

  @Override
  public void logSoftmax(double[] x, double[] y, int rows, int n) {
    eachRow(rows, n, r -> {
      double max = max(x, r * n, r * n + n);
      double logSum = logSumExpBelow(max, x, r * n, r * n + n);
      for (int i = r * n; i < r * n + n; i++) {
        y[i] = x[i] - max - logSum;
      }
    });
  }

  @Override
  public void softmaxCrossEntropy(double[] x, double[] p, double[] y, int rows, int n) {
    eachRow(rows, n, r -> {
      double max = max(x, r * n, r * n + n);
      double logSum = logSumExpBelow(max, x, r * n, r * n + n);
      var loss = Wide.ZERO;
      for (int i = r * n; i < r * n + n; i++) {
        if (p[i] != 0) {
          loss += p[i] * (max - x[i] + logSum);
        }
      }
      y[r] = Wide.rounded(loss);
    });
  }

  private static double logSumExp(double[] x, int from, int to) {
    double max = max(x, from, to);
    return Double.isInfinite(max) ? max : max + logSumExpBelow(max, x, from, to);
  }

  /** log Σ e^(x − max), a small number: next to a large maximum, adding it first would round it away. */
  private static double logSumExpBelow(double max, double[] x, int from, int to) {
    var sum = Wide.ZERO;
    for (int i = from; i < to; i++) {
      sum += Math.exp(x[i] - max);
    }
    return Math.log(sum);
  }

  private interface Row {
    void compute(int r);
  }

  private static void eachRow(int rows, int n, Row row) {
    Parallel.range(rows, GRAIN / 8 / Math.max(n, 1) + 1, (from, to) -> {
      for (int r = from; r < to; r++) {
        row.compute(r);
      }
    });
  }

  @Override
  public void indexAdd(double[] x, int[] index, double[] y, int outer, int n, int inner) {
    int m = index.length;
    var crowded = CrowdedBins.of(index, 0, m, 1, n, inner);
    var sums = crowded.sums;
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < m; k++) {
        int from = (o * m + k) * inner;
        int place = crowded.place(index[k]);
        if (place < 0) {
          int to = (o * n + index[k]) * inner;
          for (int j = 0; j < inner; j++) {
            y[to + j] += x[from + j];
          }
        } else {
          for (int j = 0; j < inner; j++) {
            sums[place * inner + j] += x[from + j];
          }
        }
      }
      addSums(crowded, y, o * n * inner, inner);
    }
  }

  @Override
  public void scatterAddAlong(double[] x, int[] index, double[] y, int outer, int n, int m, int inner) {
    for (int o = 0; o < outer; o++) {
      int start = o * n * inner;
      var crowded = CrowdedBins.of(index, o * m * inner, m, inner, n, 1);
      var sums = crowded.sums;
      for (int k = 0; k < m; k++) {
        for (int j = 0; j < inner; j++) {
          int i = (o * m + k) * inner + j;
          int bin = index[i] * inner + j;
          int place = crowded.place(bin);
          if (place < 0) {
            y[start + bin] += x[i];
          } else {
            sums[place] += x[i];
          }
        }
      }
      addSums(crowded, y, start, 1);
    }
  }

  /** Adds the sums of crowded bins, rows of so many elements, to theirs in y, and leaves zeros. */
  private static void addSums(CrowdedBins crowded, double[] y, int start, int inner) {
    var sums = crowded.sums;
    for (int bin = 0; bin < crowded.count(); bin++) {
      int place = crowded.place(bin);
      for (int j = 0; j < inner && place >= 0; j++) {
        int i = start + bin * inner + j;
        y[i] = Wide.rounded(y[i] + sums[place * inner + j]);
      }
    }
    Arrays.fill(sums, 0);
  }
}
