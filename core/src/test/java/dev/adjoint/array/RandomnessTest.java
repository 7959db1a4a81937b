package dev.adjoint.array;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

import dev.adjoint.DType;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RandomnessTest {
  private static final int N = 100_000;

  enum Distribution {
    UNIFORM_64, UNIFORM_32, NORMAL_64, NORMAL_32;

    double[] draw(long seed, int n) {
      var dtype = this == UNIFORM_64 || this == NORMAL_64 ? DType.FLOAT64 : DType.FLOAT32;
      var y = NdArray.allocate(dtype.tensor(n));
      if (isUniform()) {
        Randomness.uniform(seed, y);
      } else {
        Randomness.normal(seed, y);
      }
      double[] elements = new double[n];
      Arrays.setAll(elements, i -> Casts.number(y, i));
      return elements;
    }

    boolean isUniform() {
      return this == UNIFORM_64 || this == UNIFORM_32;
    }

    /** The probability of a number up to x. */
    DoubleUnaryOperator cumulative() {
      return isUniform() ? x -> x : x -> Erfc.value(-x / Math.sqrt(2)) / 2;
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedDrawsTheSameNumbers(Distribution distribution) {
    assertArrayEquals(distribution.draw(7, 100), distribution.draw(7, 100));
  }

  @ParameterizedTest
  @EnumSource
  void numbersDoNotDependOnHowManyAreDrawn(Distribution distribution) {
    assertArrayEquals(distribution.draw(7, 100), Arrays.copyOf(distribution.draw(7, 1000), 100));
  }

  @ParameterizedTest
  @EnumSource
  void otherSeedsDrawIndependentNumbers(Distribution distribution) {
    for (long seed : new long[]{0, 1, -1, 1L << 40, Long.MIN_VALUE}) {
      assertUncorrelated(distribution.draw(seed, N), distribution.draw(seed + 1, N));
    }
  }

  @ParameterizedTest
  @EnumSource
  void neighboursAreIndependent(Distribution distribution) {
    double[] x = distribution.draw(3, N + 1);
    double[] before = Arrays.copyOf(x, N);
    double[] after = Arrays.copyOfRange(x, 1, N + 1);
    assertUncorrelated(before, after);
    // The radius of one and the angle of the other could be related without that showing in their product.
    assertUncorrelated(before, squares(after));
    assertUncorrelated(squares(before), after);
    assertUncorrelated(squares(before), squares(after));
  }

  @ParameterizedTest
  @EnumSource
  void otherCountersDrawIndependentNumbers(Distribution distribution) {
    assertNotEquals(Randomness.mix(1, 2), Randomness.mix(2, 1));
    for (int counter = -2; counter < 3; counter++) {
      assertUncorrelated(distribution.draw(Randomness.mix(5, counter), N),
          distribution.draw(Randomness.mix(5, counter + 1), N));
    }
  }

  private static double[] squares(double[] x) {
    return Arrays.stream(x).map(v -> v * v).toArray();
  }

  /** The correlation of independent numbers has a standard deviation of 1/√N; five of them are allowed. */
  private static void assertUncorrelated(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    assertEquals(0, xy / Math.sqrt(xx * yy), 5 / Math.sqrt(x.length));
  }

  @ParameterizedTest
  @EnumSource
  void meanAndVarianceAreThoseOfTheDistribution(Distribution distribution) {
    double[] x = distribution.draw(11, N);
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double expectedVariance = distribution.isUniform() ? 1 / 12.0 : 1;
    // Five standard deviations; that of a variance is at most √2 σ²/√N.
    assertEquals(distribution.isUniform() ? 0.5 : 0, mean, 5 * Math.sqrt(expectedVariance / N));
    assertEquals(expectedVariance, variance, 5 * Math.sqrt(2.0 / N) * expectedVariance);
  }

  @ParameterizedTest
  @EnumSource
  void frequenciesFollowTheDistribution(Distribution distribution) {
    var cumulative = distribution.cumulative();
    for (long seed = 0; seed < 5; seed++) {
      double[] x = distribution.draw(seed, N);
      Arrays.sort(x);
      double distance = 0;
      for (int i = 0; i < N; i++) {
        double p = cumulative.applyAsDouble(x[i]);
        distance = Math.max(distance, Math.max((i + 1.0) / N - p, p - (double) i / N));
      }
      // Kolmogorov and Smirnov: independent numbers go further than 1.95/√N once in a thousand times.
      assertTrue(distance < 1.95 / Math.sqrt(N), "seed " + seed + ": " + distance);
    }
  }

  @Test
  void uniformNumbersAreBelowOne() {
    for (var distribution : new Distribution[]{Distribution.UNIFORM_64, Distribution.UNIFORM_32}) {
      double[] x = distribution.draw(13, 1_000_000);
      assertTrue(Arrays.stream(x).allMatch(v -> v >= 0 && v < 1));
    }
  }

  @Test
  void normalNumbersAreFiniteAndReachFarOut() {
    double[] x = Distribution.NORMAL_64.draw(17, 1_000_000);
    assertTrue(Arrays.stream(x).allMatch(Double::isFinite));
    assertTrue(Arrays.stream(x).max().orElseThrow() > 4.2);
    assertTrue(Arrays.stream(x).min().orElseThrow() < -4.2);
  }
}
