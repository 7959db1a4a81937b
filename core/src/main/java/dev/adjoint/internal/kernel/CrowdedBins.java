package dev.adjoint.internal.kernel;

/**
 * Of the bins that terms are added to by index those that get many: they have {@link Wide} sums, which start with 0. The others are
 * added to as they lie, so that few terms into very many bins cost no more than the terms.
 */
final class CrowdedBins {
  /** Terms that may be added one by one in the element type. */
  private static final int FEW = Byte.MAX_VALUE - 1;

  private static final CrowdedBins NONE = new CrowdedBins(new int[0], new double[0]);

  /** A row for each crowded bin. */
  final double[] sums;
  /** For each bin, its number among the crowded ones from 1, else 0; of no length if all get few. */
  private final int[] number;

  private CrowdedBins(int[] number, double[] sums) {
    this.number = number;
    this.sums = sums;
  }

  /** The bins index[at + k·inner + j]·inner + j for k &lt; m and j &lt; inner, with indices below n, and rows of this width. */
  static CrowdedBins of(int[] index, int at, int m, int inner, int n, int width) {
    if (m <= FEW) {
      return NONE;
    }
    byte[] terms = new byte[n * inner]; // up to FEW + 1
    int crowded = 0;
    for (int k = 0; k < m; k++) {
      for (int j = 0; j < inner; j++) {
        int bin = index[at + k * inner + j] * inner + j;
        if (terms[bin] <= FEW) {
          terms[bin]++;
          crowded += terms[bin] > FEW ? 1 : 0;
        }
      }
    }
    return crowded == 0 ? NONE : new CrowdedBins(numbers(terms), new double[crowded * width]);
  }

  private static int[] numbers(byte[] terms) {
    int[] number = new int[terms.length];
    int crowded = 0;
    for (int bin = 0; bin < terms.length; bin++) {
      number[bin] = terms[bin] > FEW ? ++crowded : 0;
    }
    return number;
  }

  /** How many bins to look at, crowded or not. */
  int count() {
    return number.length;
  }

  /** Which crowded bin this is, or −1. */
  int place(int bin) {
    return number.length == 0 ? -1 : number[bin] - 1;
  }
}
