package dev.adjoint.internal.kernel;

/**
 * Mean and variance in one pass over blocks that stay in the cache: each block about its own mean, and two of them together by
 * M = M₁ + M₂ + δ² n₁ n₂ / (n₁ + n₂) for the squares M about the mean, with the difference δ of the means (T. F. Chan, G. H. Golub and
 * R. J. LeVeque, "Algorithms for computing the sample variance", Am. Stat. 37, 1983).
 */
public final class DoubleMoments implements Moments<double[]> {
  /** Elements of a row that are looked at together. */
  private static final int BLOCK = 1024;

  /** Rows of columns side by side that are looked at together. */
  private static final int ROWS = 32;

  /** Columns side by side. */
  private static final int WIDTH = 256;

  private static final int GRAIN = 32_768;

  @Override
  public void meanAndVariance(double[] x, double[] mean, double[] variance, int outer, int n, int inner) {
    int strips = Math.ceilDiv(inner, WIDTH);
    Parallel.range(outer * strips, GRAIN / Math.max(n * Math.min(WIDTH, inner), 1) + 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        int o = i / strips;
        int column = i % strips * WIDTH;
        if (inner == 1) {
          ofRow(x, o * n, n, mean, variance, o);
        } else {
          ofColumns(x, o * n * inner + column, n, inner, Math.min(WIDTH, inner - column), mean, variance,
              o * inner + column);
        }
      }
    });
  }

  private static void ofRow(double[] x, int at, int n, double[] mean, double[] variance, int y) {
    var total = Wide.ZERO;
    var squares = Wide.ZERO;
    for (int from = 0; from < n; from += BLOCK) {
      int size = Math.min(BLOCK, n - from);
      var sum = Wide.ZERO;
      for (int i = at + from; i < at + from + size; i++) {
        sum += x[i];
      }
      var center = sum / size;
      var own = Wide.ZERO;
      for (int i = at + from; i < at + from + size; i++) {
        var distance = x[i] - center;
        own += distance * distance;
      }
      squares += own + Wide.squaresBetween(total, from, sum, size);
      total += sum;
    }
    mean[y] = Wide.rounded(total / n);
    variance[y] = Wide.rounded(squares / n);
  }

  private static void ofColumns(double[] x, int at, int n, int inner, int width, double[] mean, double[] variance,
      int y) {
    var total = Wide.zeros(width);
    var squares = Wide.zeros(width);
    for (int from = 0; from < n; from += ROWS) {
      int size = Math.min(ROWS, n - from);
      var sum = Wide.zeros(width);
      for (int k = from; k < from + size; k++) {
        for (int j = 0; j < width; j++) {
          sum[j] += x[at + k * inner + j];
        }
      }
      for (int k = from; k < from + size; k++) {
        for (int j = 0; j < width; j++) {
          var distance = x[at + k * inner + j] - sum[j] / size;
          squares[j] += distance * distance;
        }
      }
      for (int j = 0; j < width; j++) {
        squares[j] += Wide.squaresBetween(total[j], from, sum[j], size);
        total[j] += sum[j];
      }
    }
    for (int j = 0; j < width; j++) {
      mean[y + j] = Wide.rounded(total[j] / n);
      variance[y + j] = Wide.rounded(squares[j] / n);
    }
  }
}
