package dev.adjoint.internal.kernel;

import java.util.Arrays;

/** The loops along one axis. */
public final class DoubleReductions implements Reductions<double[]> {
  /** Columns reduced together when the axis is not the last. */
  private static final int WIDTH = 1024;

  private static final int GRAIN = 32_768;

  private static final ThreadLocal<double[]> SUMS = ThreadLocal.withInitial(() -> new double[WIDTH]);
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
    } else {
      Parallel.range(outer, GRAIN / Math.max(n * inner, 1) + 1, (from, to) -> {
        for (int o = from; o < to; o++) {
          foldColumns(fold, x, y, o, n, inner);
        }
      });
    }
  }

  @Override
  public void foldPiece(Fold fold, double[] x, int n, double[] partial, int at) {
    partial[at] = foldPiece(fold, x, 0, n);
  }

  @Override
  public void foldPieces(Fold fold, double[] partial, int n, double[] y) {
    y[0] = foldPairwise(fold, partial, 0, n);
  }

  private static double foldLong(Fold fold, double[] x, int n) {
    double[] partial = new double[(n + PIECE - 1) / PIECE];
    Parallel.range(partial.length, GRAIN / PIECE, (from, to) -> {
      for (int p = from; p < to; p++) {
        partial[p] = foldPiece(fold, x, p * PIECE, Math.min(n, (p + 1) * PIECE));
      }
    });
    return foldPairwise(fold, partial, 0, partial.length);
  }

  private static double foldRow(Fold fold, double[] x, int from, int to) {
    if (to - from <= PIECE) {
      return foldPiece(fold, x, from, to);
    }
    double[] partial = new double[(to - from + PIECE - 1) / PIECE];
    for (int p = 0; p < partial.length; p++) {
      partial[p] = foldPiece(fold, x, from + p * PIECE, Math.min(to, from + (p + 1) * PIECE));
    }
    return foldPairwise(fold, partial, 0, partial.length);
  }

  private static double foldPairwise(Fold fold, double[] x, int from, int to) {
    if (to - from <= 8) {
      return foldPiece(fold, x, from, to);
    }
    int middle = (from + to) >>> 1;
    double left = foldPairwise(fold, x, from, middle);
    double right = foldPairwise(fold, x, middle, to);
    return switch (fold) {
      case SUM -> left + right;
      case MAX -> Math.max(left, right);
      case MIN -> Math.min(left, right);
    };
  }

  private static double foldPiece(Fold fold, double[] x, int from, int to) {
    return switch (fold) {
      case SUM -> sum(x, from, to);
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

  private static void foldColumns(Fold fold, double[] x, double[] y, int o, int n, int inner) {
    double[] result = SUMS.get();
    double[] row = ROW.get();
    for (int j = 0; j < inner; j += WIDTH) {
      int width = Math.min(WIDTH, inner - j);
      Arrays.fill(result, 0, width, switch (fold) {
        case SUM -> 0;
        case MAX -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
      });
      for (int k = 0; k < n; k++) {
        System.arraycopy(x, (o * n + k) * inner + j, row, 0, width);
        switch (fold) {
          case SUM -> add(result, row, width);
          case MAX -> max(result, row, width);
          case MIN -> min(result, row, width);
        }
      }
      System.arraycopy(result, 0, y, o * inner + j, width);
    }
  }

  private static void add(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
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
  public void cumulativeSum(double[] x, double[] y, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          int i = (o * n + k) * inner + j;
          sum += x[i];
          y[i] = sum;
        }
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
      double sum = 0;
      for (int i = r * n; i < r * n + n; i++) {
        y[i] = Math.exp(x[i] - max);
        sum += y[i];
      }
      for (int i = r * n; i < r * n + n; i++) {
        y[i] /= sum;
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
      double loss = 0;
      for (int i = r * n; i < r * n + n; i++) {
        if (p[i] != 0) {
          loss += p[i] * (max - x[i] + logSum);
        }
      }
      y[r] = loss;
    });
  }

  private static double logSumExp(double[] x, int from, int to) {
    double max = max(x, from, to);
    return Double.isInfinite(max) ? max : max + logSumExpBelow(max, x, from, to);
  }

  /** log Σ e^(x − max), a small number: next to a large maximum, adding it first would round it away. */
  private static double logSumExpBelow(double max, double[] x, int from, int to) {
    double sum = 0;
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
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < index.length; k++) {
        int to = (o * n + index[k]) * inner;
        int from = (o * index.length + k) * inner;
        for (int j = 0; j < inner; j++) {
          y[to + j] += x[from + j];
        }
      }
    }
  }

  @Override
  public void scatterAddAlong(double[] x, int[] index, double[] y, int outer, int n, int m, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < m; k++) {
        for (int j = 0; j < inner; j++) {
          int i = (o * m + k) * inner + j;
          y[(o * n + index[i]) * inner + j] += x[i];
        }
      }
    }
  }
}
