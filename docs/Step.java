/**
 * Written by Adjoint from a traced program, of which each step is a method here. It needs nothing but Java 17. A tensor is an array
 * of its elements in row-major order.
 *
 * <pre>
 * x0: FLOAT64[100, 20]
 * x1: FLOAT64[20, 5]
 * result y0: FLOAT64[]
 * result y1: FLOAT64[20, 5]
 * </pre>
 *
 * <p>Sums, and whatever is one operation of an element, have the bits that the program computes. Products, and sums at
 * indices, are added up one by one, and exp, tanh and their like are Java's own: they may differ from it in the last digits.
 */
public final class Step {

  /** What a run computes. */
  public record Results(double[] y0, double[] y1) {
  }

  private Step() {}

  /** Computes the results. */
  public static Results run(double[] x0, double[] x1) {
    requireLength("x0", x0.length, 2000);
    requireLength("x1", x1.length, 100);
    double[] product1 = new double[500];
    step1(x0, x1, product1);
    double[] mul2 = new double[500];
    double[] total2 = new double[1];
    step2(product1, mul2, total2);
    double[] product3 = new double[100];
    step3(x0, mul2, product3);
    double[] sub4 = new double[100];
    step4(product3, x1, sub4);
    return new Results(total2, sub4);
  }

  /** matmul [100, 20] · [20, 5]. */
  private static void step1(double[] x0, double[] x1, double[] product1) {
    multiply(x0, 0, x1, 0, product1, 0, 100, 5, 20);
  }

  /** fused 5 operations and 1 sums over 500 elements: tanh mul square sub mul. */
  private static void step2(double[] product1, double[] mul2, double[] total2) {
    double[] terms = new double[500];
    for (int i = 0; i < 500; i++) {
      double tanh = Math.tanh(product1[i]);
      double square = tanh * tanh;
      mul2[i] = (tanh * 2.0) * (1.0 - square);
      terms[i] = square;
    }
    total2[0] = sum(terms, 0, 500);
  }

  /** matmul [100, 20]ᵀ · [100, 5]. */
  private static void step3(double[] x0, double[] mul2, double[] product3) {
    multiply(transposed(x0, 100, 20), 0, mul2, 0, product3, 0, 20, 5, 100);
  }

  /** fused 2 operations over 100 elements: mul sub. */
  private static void step4(double[] product3, double[] x1, double[] sub4) {
    for (int i = 0; i < 100; i++) {
      sub4[i] = x1[i] - (product3[i] * 0.01);
    }
  }

  /** Y += A·B for A of m × k and B of k × n, each at an offset: 64 rows of B at a time, which stay in the cache. */
  private static void multiply(double[] a, int aAt, double[] b, int bAt, double[] y, int yAt, int m, int n, int k) {
    for (int first = 0; first < k; first += 64) {
      for (int i = 0; i < m; i++) {
        for (int l = first; l < Math.min(k, first + 64); l++) {
          double factor = a[aAt + i * k + l];
          for (int j = 0; j < n; j++) {
            y[yAt + i * n + j] += factor * b[bAt + l * n + j];
          }
        }
      }
    }
  }

  /** Eight sums side by side, and what is left. */
  private static double sumOfPiece(double[] x, int from, int to) {
    double[] s = new double[8];
    int i = from;
    for (; i <= to - 8; i += 8) {
      for (int j = 0; j < 8; j++) {
        s[j] += x[i + j];
      }
    }
    double rest = 0;
    for (; i < to; i++) {
      rest += x[i];
    }
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])) + rest;
  }

  private static double sumPairwise(double[] x, int from, int to) {
    if (to - from <= 8) {
      return sumOfPiece(x, from, to);
    }
    int middle = (from + to) >>> 1;
    return sumPairwise(x, from, middle) + sumPairwise(x, middle, to);
  }

  /** The sum of the elements from … to − 1, by pieces, which are added pairwise: rounding errors hardly grow. */
  private static double sum(double[] x, int from, int to) {
    if (to - from <= 1024) {
      return sumOfPiece(x, from, to);
    }
    double[] pieces = new double[(to - from + 1023) / 1024];
    for (int p = 0; p < pieces.length; p++) {
      pieces[p] = sumOfPiece(x, from + p * 1024, Math.min(to, from + (p + 1) * 1024));
    }
    return sumPairwise(pieces, 0, pieces.length);
  }

  private static double[] transposed(double[] x, int rows, int columns) {
    double[] y = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        y[c * rows + r] = x[r * columns + c];
      }
    }
    return y;
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(name + " has " + length + " elements, not " + expected);
    }
  }
}
