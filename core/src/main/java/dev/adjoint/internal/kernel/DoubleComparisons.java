package dev.adjoint.internal.kernel;

import dev.adjoint.op.Relation;

/** The comparing loops. */
public final class DoubleComparisons implements Comparisons<double[]> {
  /** Elements sorted by one thread at a time. */
  private static final int LANES = 4096;

  @Override
  public void compare(Relation relation, double[] a, double[] b, boolean[] y, int from, int to) {
    switch (relation) {
      case EQ -> equal(a, b, y, from, to);
      case NE -> notEqual(a, b, y, from, to);
      case LT -> less(a, b, y, from, to);
      case LE -> lessOrEqual(a, b, y, from, to);
      case GT -> less(b, a, y, from, to);
      case GE -> lessOrEqual(b, a, y, from, to);
    }
  }

  private static void equal(double[] a, double[] b, boolean[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] == b[i];
    }
  }

  private static void notEqual(double[] a, double[] b, boolean[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] != b[i];
    }
  }

  private static void less(double[] a, double[] b, boolean[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] < b[i];
    }
  }

  private static void lessOrEqual(double[] a, double[] b, boolean[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] <= b[i];
    }
  }

  @Override
  public void argmax(double[] x, int[] y, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        int start = o * n * inner + j;
        int best = 0;
        for (int k = 1; k < n; k++) {
          double candidate = x[start + k * inner];
          double champion = x[start + best * inner];
          if (Double.compare(candidate, champion) > 0 && candidate != champion) {
            best = k;
          }
        }
        y[o * inner + j] = best;
      }
    }
  }

  @Override
  public void argsort(double[] x, int[] y, int outer, int n, int inner, boolean descending) {
    Parallel.range(outer * inner, LANES / Math.max(n, 1) + 1, (from, to) -> {
      double[] lane = new double[n];
      int[] order = new int[n];
      int[] merged = new int[n];
      for (int l = from; l < to; l++) {
        int start = l / inner * n * inner + l % inner;
        for (int k = 0; k < n; k++) {
          lane[k] = x[start + k * inner];
          order[k] = k;
        }
        int[] sorted = mergeSort(lane, order, merged, descending);
        for (int k = 0; k < n; k++) {
          y[start + k * inner] = sorted[k];
        }
      }
    });
  }

  /** Sorts positions by what stands there: runs of 1, 2, 4, … become runs of twice the length, from one array into the other. */
  private static int[] mergeSort(double[] lane, int[] order, int[] other, boolean descending) {
    int[] from = order;
    int[] to = other;
    for (int length = 1; length < lane.length; length *= 2) {
      for (int start = 0; start < lane.length; start += 2 * length) {
        merge(lane, from, to, start, Math.min(start + length, lane.length), Math.min(start + 2 * length, lane.length),
            descending);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(double[] lane, int[] from, int[] to, int start, int middle, int end, boolean descending) {
    int left = start;
    int right = middle;
    for (int k = start; k < end; k++) {
      boolean takeRight = left == middle || (right < end && isBefore(lane[from[right]], lane[from[left]], descending));
      to[k] = takeRight ? from[right++] : from[left++];
    }
  }

  private static boolean isBefore(double a, double b, boolean descending) {
    double small = descending ? b : a;
    double large = descending ? a : b;
    return small < large || Double.compare(small, large) < 0 && small != large;
  }

  @Override
  public void argmin(double[] x, int[] y, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        int start = o * n * inner + j;
        int best = 0;
        for (int k = 1; k < n; k++) {
          double candidate = x[start + k * inner];
          double champion = x[start + best * inner];
          boolean isFirstNaN = Double.compare(candidate, champion) > 0 && !(candidate >= champion);
          if (candidate < champion || isFirstNaN) {
            best = k;
          }
        }
        y[o * inner + j] = best;
      }
    }
  }

  @Override
  public void cumulativeArgmax(double[] x, int[] y, int outer, int n, int inner) {
    cumulative(y, outer, n, inner, (at, best) -> x[at] >= x[best] || isNaN(x[at], x[best]));
  }

  @Override
  public void cumulativeArgmin(double[] x, int[] y, int outer, int n, int inner) {
    cumulative(y, outer, n, inner, (at, best) -> x[at] <= x[best] || isNaN(x[at], x[best]));
  }

  /** Whether the first of two numbers that are not ordered is NaN; a NaN is the largest to {@code compare}. */
  private static boolean isNaN(double x, double best) {
    return !(x <= best) && !(x > best) && Double.compare(x, best) >= 0;
  }

  private interface Better {
    boolean test(int at, int best);
  }

  private static void cumulative(int[] y, int outer, int n, int inner, Better better) {
    Parallel.range(outer, LANES / Math.max(n * inner, 1) + 1, (from, to) -> {
      for (int lane = from * inner; lane < to * inner; lane++) {
        int start = lane / inner * n * inner + lane % inner;
        int best = 0;
        for (int k = 0; k < n; k++) {
          best = better.test(start + k * inner, start + best * inner) ? k : best;
          y[start + k * inner] = best;
        }
      }
    });
  }
}
