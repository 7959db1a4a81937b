package dev.adjoint.internal.kernel;

/** The loops in which each step needs the one before it. */
public final class DoubleRecurrences implements Recurrences<double[]> {
  private static final int GRAIN = 32_768;

  /** What is done with all elements at one place along the axis: at {@code to} from those at {@code from}. */
  private interface Step {
    void run(int to, int from);
  }

  @Override
  public void forward(double[] a, double[] b, double[] y, int outer, int n, int inner) {
    each(outer, n, inner, start -> {
      System.arraycopy(b, start, y, start, inner);
      along(start, n, inner, (to, from) -> {
        for (int j = 0; j < inner; j++) {
          y[to + j] = a[to + j] * y[from + j] + b[to + j];
        }
      });
    });
  }

  @Override
  public void backward(double[] a, double[] b, double[] y, int outer, int n, int inner) {
    each(outer, n, inner, start -> {
      int last = start + (n - 1) * inner;
      System.arraycopy(b, last, y, last, inner);
      along(last, n, -inner, (to, from) -> {
        for (int j = 0; j < inner; j++) {
          y[to + j] = b[to + j] + a[from + j] * y[from + j];
        }
      });
    });
  }

  @Override
  public void cumulativeProduct(double[] x, double[] y, int outer, int n, int inner) {
    each(outer, n, inner, start -> {
      System.arraycopy(x, start, y, start, inner);
      along(start, n, inner, (to, from) -> {
        for (int j = 0; j < inner; j++) {
          y[to + j] = x[to + j] * y[from + j];
        }
      });
    });
  }

  private interface Block {
    void run(int start);
  }

  private static void each(int outer, int n, int inner, Block block) {
    if (n * inner > 0) {
      Parallel.range(outer, GRAIN / (n * inner) + 1, (from, to) -> {
        for (int o = from; o < to; o++) {
          block.run(o * n * inner);
        }
      });
    }
  }

  private static void along(int first, int n, int stride, Step step) {
    for (int k = 1; k < n; k++) {
      step.run(first + k * stride, first + (k - 1) * stride);
    }
  }
}
