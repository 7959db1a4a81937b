package dev.adjoint.internal.kernel;

/** The comparing loops. */
public final class DoubleComparisons implements Comparisons<double[]> {

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
}
