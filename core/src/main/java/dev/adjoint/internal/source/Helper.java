package dev.adjoint.internal.source;

import java.util.List;

import dev.adjoint.DType;

/**
 * Methods that written steps call. Where it says NUMBER it is the type of the elements, with CAST before what Java computes in
 * double. Sums are added in the order in which the kernels add, so that they have the same bits.
 *
 * @param text of the method, or of some
 * @param called those it calls
 */
record Helper(String text, List<Helper> called) {
  static final Helper REQUIRE_LENGTH = of("""
      private static void requireLength(String name, int length, int expected) {
        if (length != expected) {
          throw new IllegalArgumentException(name + " has " + length + " elements, not " + expected);
        }
      }
      """);

  static final Helper SIGMOID = of("""
      /** 1/(1 + e^−x). */
      private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
      }
      """);

  static final Helper SOFTPLUS = of("""
      /** ln(1 + e^x). */
      private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      }
      """);

  static final Helper LOG_ADD_EXP = of("""
      /** ln(e^a + e^b). */
      private static double logAddExp(double a, double b) {
        double m = Math.max(a, b);
        return Double.isInfinite(m) ? m : m + Math.log1p(Math.exp(-Math.abs(a - b)));
      }
      """);

  static final Helper ASINH = of("""
      /** The number whose hyperbolic sine is x. */
      private static double asinh(double x) {
        double a = Math.abs(x);
        double y = a > 1e150 ? Math.log(a) + Math.log(2) : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
      }
      """);

  static final Helper ACOSH = of("""
      /** The number that is not negative and whose hyperbolic cosine is x. */
      private static double acosh(double x) {
        double t = x - 1;
        return t < 0
            ? Double.NaN
            : t > 1e150 ? Math.log(x) + Math.log(2) : Math.log1p(t + Math.sqrt(t * (t + 2)));
      }
      """);

  static final Helper ATANH = of("""
      /** The number whose hyperbolic tangent is x. */
      private static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(Math.log1p(2 * a / (1 - a)) / 2, x);
      }
      """);

  static final Helper SIGMOID_CROSS_ENTROPY = of("""
      /** −t ln σ(x) − (1 − t) ln(1 − σ(x)). */
      private static double sigmoidCrossEntropy(double x, double t) {
        if (Double.isInfinite(x)) {
          double missed = x > 0 ? 1 - t : t;
          return missed == 0 ? 0 : Double.POSITIVE_INFINITY * missed;
        }
        return (x > 0 ? x - x * t : 0 - x * t) + Math.log1p(Math.exp(-Math.abs(x)));
      }
      """);

  static final Helper ERF = of("""
      /** 2/√π ∫₀ˣ e^−t² dt: up to 1.5 a series of positive terms, beyond 1 less a continued fraction. */
      private static double erf(double x) {
        double a = Math.abs(x);
        if (a <= 1.5) {
          double sum = 0;
          double term = a;
          for (int n = 1; sum + term > sum; n++) {
            sum += term;
            term *= 2 * a * a / (2 * n + 1);
          }
          return Math.copySign(2 / Math.sqrt(Math.PI) * Math.exp(-a * a) * sum, x);
        }
        double fraction = 0;
        for (int n = 100; n >= 1; n--) {
          fraction = n / 2.0 / (a + fraction);
        }
        return Math.copySign(1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction), x);
      }
      """);

  static final Helper FLOOR_DIV = of("""
      /** ⌊a/b⌋, by the remainder. */
      private static NUMBER floorDiv(NUMBER a, NUMBER b) {
        if (b == 0) {
          return a / b;
        }
        NUMBER remainder = a % b;
        NUMBER quotient = (a - remainder) / b;
        if (remainder != 0 && (remainder < 0) != (b < 0)) {
          quotient -= 1;
        }
        NUMBER whole = CAST Math.rint(quotient);
        NUMBER rest = Math.fma(-whole, b, a);
        NUMBER further = Math.fma(-(whole + 1), b, a);
        if (b > 0 ? rest < 0 : rest > 0) {
          whole -= 1;
        } else if (!(b > 0 ? further < 0 : further > 0) && Math.abs(b) < Double.POSITIVE_INFINITY) {
          whole += 1;
        }
        return whole == 0 ? Math.copySign(0, a / b) : whole;
      }
      """);
  static final Helper MOD = of("""
      /** a − b ⌊a/b⌋. */
      private static NUMBER mod(NUMBER a, NUMBER b) {
        NUMBER remainder = a % b;
        if (remainder == 0) {
          return Math.copySign(0, b);
        }
        return (remainder < 0) == (b < 0) ? remainder : remainder + b;
      }
      """);
  static final Helper TO_INT = of("""
      /** The number without its fraction. */
      private static int toInt(double x) {
        int n = (int) x;
        if (n != Math.signum(x) * Math.floor(Math.abs(x))) {
          throw new IllegalArgumentException(x + " is outside of the integers");
        }
        return n;
      }
      """);

  static final Helper SUM_OF_PIECE = of("""
      /** Eight sums side by side, and what is left. */
      private static NUMBER sumOfPiece(NUMBER[] x, int from, int to) {
        NUMBER[] s = new NUMBER[8];
        int i = from;
        for (; i <= to - 8; i += 8) {
          for (int j = 0; j < 8; j++) {
            s[j] += x[i + j];
          }
        }
        NUMBER rest = 0;
        for (; i < to; i++) {
          rest += x[i];
        }
        return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])) + rest;
      }
      """);

  static final Helper SUM_PAIRWISE = of("""
      private static NUMBER sumPairwise(NUMBER[] x, int from, int to) {
        if (to - from <= 8) {
          return sumOfPiece(x, from, to);
        }
        int middle = (from + to) >>> 1;
        return sumPairwise(x, from, middle) + sumPairwise(x, middle, to);
      }
      """, SUM_OF_PIECE);

  static final Helper SUM = of("""
      /** The sum of the elements from … to − 1, by pieces, which are added pairwise: rounding errors hardly grow. */
      private static NUMBER sum(NUMBER[] x, int from, int to) {
        if (to - from <= 1024) {
          return sumOfPiece(x, from, to);
        }
        NUMBER[] pieces = new NUMBER[(to - from + 1023) / 1024];
        for (int p = 0; p < pieces.length; p++) {
          pieces[p] = sumOfPiece(x, from + p * 1024, Math.min(to, from + (p + 1) * 1024));
        }
        return sumPairwise(pieces, 0, pieces.length);
      }
      """, SUM_PAIRWISE);

  static final Helper SUM_ALONG = of("""
      /** y[o, j] = the sum over k of x[o, k, j]: rows are added to some chains in turn, and these to each other. */
      private static void sumAlong(NUMBER[] x, NUMBER[] y, int outer, int n, int inner) {
        if (n * inner <= 64) {
          for (int i = 0; i < outer * inner; i++) {
            NUMBER sum = 0;
            for (int k = 0; k < n; k++) {
              sum += x[(i / inner * n + k) * inner + i % inner];
            }
            y[i] = sum;
          }
          return;
        }
        sumPieces(x, y, outer, n, inner);
      }

      private static void sumPieces(NUMBER[] x, NUMBER[] y, int outer, int n, int inner) {
        int most = 64 * Math.max(1, 1024 / inner);
        int pieces = Math.max(1, (n + most - 1) / most);
        NUMBER[] sums = pieces == 1 ? y : new NUMBER[outer * pieces * inner];
        for (int p = 0; p < outer * pieces; p++) {
          int first = p % pieces * most;
          int rows = Math.min(most, n - first);
          int chains = Math.max(1, Math.min(1024 / inner, rows));
          NUMBER[] chain = new NUMBER[chains * inner];
          for (int k = 0; k < rows; k++) {
            int row = (p / pieces * n + first + k) * inner;
            int at = k % chains * inner;
            for (int j = 0; j < inner; j++) {
              chain[at + j] += x[row + j];
            }
          }
          while (chains > 1) {
            int half = (chains + 1) / 2;
            for (int i = half * inner; i < chains * inner; i++) {
              chain[i - half * inner] += chain[i];
            }
            chains = half;
          }
          System.arraycopy(chain, 0, sums, p * inner, inner);
        }
        if (pieces > 1) {
          sumPieces(sums, y, outer, pieces, inner);
        }
      }
      """);

  static final Helper NORM = of(
      """
          /** √Σ x², where the sum of squares is known; if it over- or underflowed it is taken anew of x over its largest element. */
          private static NUMBER norm(NUMBER squares, NUMBER[] x, int at, int n, int step) {
            if (!(squares < BOX.MIN_NORMAL / Math.ulp(ONE) || squares == BOX.POSITIVE_INFINITY)) {
              return CAST Math.sqrt(squares);
            }
            NUMBER largest = 0;
            for (int k = 0; k < n; k++) {
              largest = Math.max(largest, Math.abs(x[at + k * step]));
            }
            if (largest == 0 || largest == BOX.POSITIVE_INFINITY) {
              return largest;
            }
            double sum = 0;
            for (int k = 0; k < n; k++) {
              NUMBER scaled = x[at + k * step] / largest;
              sum += scaled * scaled;
            }
            return largest * CAST Math.sqrt(sum);
          }
          """);

  static final Helper LARGEST = of("""
      private static NUMBER largest(NUMBER[] x, int from, int to) {
        NUMBER largest = BOX.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
          largest = Math.max(largest, x[i]);
        }
        return largest;
      }
      """);

  static final Helper LOG_SUM_EXP = of("""
      /** ln Σ e^(x − largest). */
      private static NUMBER logSumExp(NUMBER[] x, int from, int to, NUMBER largest) {
        double sum = 0;
        for (int i = from; i < to; i++) {
          sum += CAST Math.exp(x[i] - largest);
        }
        return CAST Math.log(sum);
      }
      """);

  static final Helper TRANSPOSED = of("""
      private static NUMBER[] transposed(NUMBER[] x, int rows, int columns) {
        NUMBER[] y = new NUMBER[rows * columns];
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            y[c * rows + r] = x[r * columns + c];
          }
        }
        return y;
      }
      """);

  static final Helper MULTIPLY = of("""
      /** Y += A·B for A of m × k and B of k × n, each at an offset: 64 rows of B at a time, which stay in the cache. */
      private static void multiply(NUMBER[] a, int aAt, NUMBER[] b, int bAt, NUMBER[] y, int yAt, int m, int n, int k) {
        for (int first = 0; first < k; first += 64) {
          for (int i = 0; i < m; i++) {
            for (int l = first; l < Math.min(k, first + 64); l++) {
              NUMBER factor = a[aAt + i * k + l];
              for (int j = 0; j < n; j++) {
                y[yAt + i * n + j] += factor * b[bAt + l * n + j];
              }
            }
          }
        }
      }
      """);

  static final Helper RANDOM_BITS = of("""
      /** The i-th number of a stream, by the finalizer of SplitMix64. */
      private static long bits(long seed, long i) {
        return scramble(scramble(seed) + 0x9e3779b97f4a7c15L * (i + 1));
      }

      private static long scramble(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
      }

      /** The seed of the stream with this number. */
      private static long mix(long seed, long stream) {
        return scramble(scramble(seed + 0x9e3779b97f4a7c15L) + 0x9e3779b97f4a7c15L * (stream + 1));
      }
      """);

  static final Helper UNIT = of("""
      /** The i-th number of a stream in [0, 1). */
      private static double unit(long seed, long i) {
        return (bits(seed, i) >>> 11) * 0x1p-53;
      }
      """, RANDOM_BITS);

  static final Helper GAUSSIAN = of("""
      /** The i-th number of a stream of the standard normal distribution, by Box and Muller. */
      private static double gaussian(long seed, int i) {
        double radius = Math.sqrt(-2 * Math.log(1 - unit(seed, 2L * i)));
        return radius * Math.cos(2 * Math.PI * unit(seed, 2L * i + 1));
      }
      """, UNIT);

  private static Helper of(String text, Helper... called) {
    return new Helper(text, List.of(called));
  }

  /** Whether there is one for each element type. */
  boolean isTyped() {
    return text.contains("NUMBER");
  }

  /** The method for an element type. */
  String text(DType dtype) {
    boolean isDouble = dtype == DType.FLOAT64;
    return text.replace("NUMBER", Elements.type(dtype)).replace("CAST ", isDouble ? "" : "(float) ")
        .replace("BOX", isDouble ? "Double" : "Float").replace("ONE", isDouble ? "1.0" : "1f");
  }
}
