package dev.adjoint.internal.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GemmTest {
  private static final double OUTSIDE = 42;

  private static final List<Gemm> ALL = List.of(new EjmlGemm(""), Gemm.get(), GemmChoice.choose("openblas"),
      new SmallGemm(new EjmlGemm("")));

  @Example
  void theNativeLibraryIsThere() {
    assertTrue(Gemm.get().describe().contains("openblas"), Gemm.get().describe());
  }

  @Property(tries = 400, seed = "1")
  void productsAreSumsOfProducts(@ForAll boolean turnA, @ForAll boolean turnB, @ForAll @IntRange(max = 7) int m,
      @ForAll @IntRange(max = 7) int n, @ForAll @IntRange(max = 7) int k, @ForAll @IntRange(max = 3) int aAt,
      @ForAll @IntRange(max = 3) int bAt, @ForAll @IntRange(max = 3) int cAt) {
    check(turnA, turnB, m, n, k, aAt, bAt, cAt);
  }

  @Example
  void blockedProductsAreSumsOfProducts() {
    for (int turns = 0; turns < 4; turns++) {
      check((turns & 1) != 0, (turns & 2) != 0, 130, 70, 210, 5, 0, 3);
    }
  }

  /** Of more than 6 million multiplications, which are two parts' worth. */
  @Example
  void productsInPartsAreSumsOfProducts() {
    for (int turns = 0; turns < 4; turns++) {
      check(Gemm.get(), 1, (turns & 1) != 0, (turns & 2) != 0, 301, 200, 110, 5, 0, 3);
      check(Gemm.get(), 0, (turns & 1) != 0, (turns & 2) != 0, 200, 301, 110, 0, 2, 1);
    }
  }

  /** A vector takes a way of its own; the last ones are two parts' worth. */
  @Example
  void productsWithVectorsAreSumsOfProducts() {
    for (int turns = 0; turns < 4; turns++) {
      for (int length : new int[]{21, 40, 90, 4_000}) {
        check((turns & 1) != 0, (turns & 2) != 0, length, 1, 140, 5, 2, 3);
        check((turns & 1) != 0, (turns & 2) != 0, 1, length, 140, 0, 1, 0);
      }
      check((turns & 1) != 0, (turns & 2) != 0, 1, 1, 500, 0, 1, 2);
    }
  }

  /** A hundred thousand equal terms: added up one by one, floats would keep three digits. */
  @Example
  void longInnerDimensionsLoseLittle() {
    int k = 100_003;
    for (var gemm : ALL) {
      for (int turns = 0; turns < 4; turns++) {
        for (int[] mn : new int[][]{{1, 1}, {1, 3}, {3, 1}, {2, 5}}) {
          int m = mn[0];
          int n = mn[1];
          float[] a = new float[m * k + 1];
          float[] b = new float[k * n + 2];
          Arrays.fill(a, 0.1f);
          Arrays.fill(b, 0.1f);
          float[] c = new float[m * n + 3];
          Arrays.fill(c, 1);
          gemm.multiply((turns & 1) != 0, (turns & 2) != 0, m, n, k, a, 1, b, 2, 1, c, 3);
          for (int i = 0; i < m * n; i++) {
            assertEquals(k * 0.1f * 0.1f + 1, c[3 + i], 1001 * 1.7e-5, gemm.describe()); // 10⁻⁶ log₂ k
          }
        }
      }
    }
  }

  private static void check(boolean turnA, boolean turnB, int m, int n, int k, int aAt, int bAt, int cAt) {
    for (var gemm : ALL) {
      check(gemm, 0, turnA, turnB, m, n, k, aAt, bAt, cAt);
      check(gemm, 1, turnA, turnB, m, n, k, aAt, bAt, cAt);
      check(gemm, -0.5, turnA, turnB, m, n, k, aAt, bAt, cAt);
    }
  }

  private static void check(Gemm gemm, double beta, boolean turnA, boolean turnB, int m, int n, int k, int aAt, int bAt,
      int cAt) {
    var random = new Random(m * 64 + n * 8 + k);
    double[] a = random.doubles(aAt + m * k + 2, -1, 1).map(x -> (float) x).toArray();
    double[] b = random.doubles(bAt + k * n + 2, -1, 1).map(x -> (float) x).toArray();
    double[] c = new double[cAt + m * n + 2];
    Arrays.fill(c, beta == 0 ? Double.NaN : OUTSIDE); // what was there before must not be added, not even as NaN·0
    double[] expected = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[aAt + (turnA ? l * m + i : i * k + l)] * b[bAt + (turnB ? j * k + l : l * n + j)];
        }
        expected[cAt + i * n + j] = beta == 0 ? sum : sum + beta * OUTSIDE;
      }
    }
    gemm.multiply(turnA, turnB, m, n, k, a, aAt, b, bAt, beta, c, cAt);
    float[] floatC = new float[c.length];
    Arrays.fill(floatC, beta == 0 ? Float.NaN : (float) OUTSIDE);
    gemm.multiply(turnA, turnB, m, n, k, floats(a), aAt, floats(b), bAt, (float) beta, floatC, cAt);
    for (int i = 0; i < c.length; i++) {
      // k terms below 1 in size, each rounded at most k times
      double bound = k * k + (beta == 0 ? 0 : 2 * OUTSIDE);
      assertEquals(expected[i], c[i], bound * 0x1p-53);
      assertEquals(expected[i], floatC[i], bound * 0x1p-24);
    }
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }
}
