package dev.adjoint.nn.init;

import java.util.Arrays;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Moments of n independent values stray from those of their distribution by a normal error: that of the mean has the deviation
 * σ/√n, that of the variance σ²√((κ − 1)/n), with the kurtosis κ, which is 9/5 for an even distribution and 3 for a normal one.
 * Five deviations are allowed; the seeds are fixed, so a test that passes once always does.
 */
class InitializerTest {
  private static final int FAN_IN = 400;
  private static final int FAN_OUT = 250;
  private static final double N = FAN_IN * FAN_OUT;
  private static final double DEVIATIONS = 5;

  record Drawn(String name, Initializer initializer, double variance) {
    double[] values() {
      return initializer.create(DType.FLOAT64.tensor(FAN_IN, FAN_OUT), 42).toDoubles();
    }

    double deviation() {
      return Math.sqrt(variance);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Drawn> even() {
    return Stream.of(
        new Drawn("uniform", Initializer.uniform(0.3), 0.3 * 0.3 / 3),
        new Drawn("glorotUniform", Initializer.glorotUniform(), 2.0 / (FAN_IN + FAN_OUT)),
        new Drawn("heUniform", Initializer.heUniform(), 2.0 / FAN_IN));
  }

  static Stream<Drawn> normal() {
    return Stream.of(
        new Drawn("normal", Initializer.normal(0.3), 0.3 * 0.3),
        new Drawn("glorotNormal", Initializer.glorotNormal(), 2.0 / (FAN_IN + FAN_OUT)),
        new Drawn("heNormal", Initializer.heNormal(), 2.0 / FAN_IN));
  }

  static Stream<Drawn> all() {
    return Stream.concat(even(), normal());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theMeanIsZero(Drawn drawn) {
    double mean = Arrays.stream(drawn.values()).average().orElseThrow();
    assertEquals(0, mean, DEVIATIONS * drawn.deviation() / Math.sqrt(N));
  }

  @ParameterizedTest
  @MethodSource("even")
  void anEvenDistributionHasItsVariance(Drawn drawn) {
    assertEquals(drawn.variance(), meanSquare(drawn), DEVIATIONS * drawn.variance() * Math.sqrt((9.0 / 5 - 1) / N));
  }

  @ParameterizedTest
  @MethodSource("normal")
  void aNormalDistributionHasItsVariance(Drawn drawn) {
    assertEquals(drawn.variance(), meanSquare(drawn), DEVIATIONS * drawn.variance() * Math.sqrt((3.0 - 1) / N));
  }

  private static double meanSquare(Drawn drawn) {
    return Arrays.stream(drawn.values()).map(x -> x * x).average().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("even")
  void anEvenDistributionEndsAtItsBoundAndReachesIt(Drawn drawn) {
    double bound = Math.sqrt(3) * drawn.deviation();
    double largest = Arrays.stream(drawn.values()).map(Math::abs).max().orElseThrow();
    assertTrue(largest <= bound && largest > 0.999 * bound, largest + " of " + bound);
  }

  @ParameterizedTest
  @MethodSource("normal")
  void twoThirdsOfANormalDistributionLieWithinOneDeviation(Drawn drawn) {
    double within = Arrays.stream(drawn.values()).filter(x -> Math.abs(x) < drawn.deviation()).count() / N;
    double expected = 0.6826894921370859;
    assertEquals(expected, within, DEVIATIONS * Math.sqrt(expected * (1 - expected) / N));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSeedAloneDecides(Drawn drawn) {
    var type = DType.FLOAT64.tensor(FAN_IN, FAN_OUT);
    assertArrayEquals(drawn.values(), drawn.initializer().create(type, 42).toDoubles());
    assertFalse(Arrays.equals(drawn.values(), drawn.initializer().create(type, 43).toDoubles()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theTypeIsTheOneAskedFor(Drawn drawn) {
    var type = DType.FLOAT32.tensor(3, 4);
    assertEquals(type, drawn.initializer().create(type, 1).type());
  }

  @Test
  void impossibleWidthsAreRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> Initializer.normal(-1));
    assertEquals("initializer: normal(-1.0); it takes a finite width", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Initializer.uniform(Double.NaN));
  }

  @Test
  void axesInFrontOfTheLastTwoMultiplyBothFans() {
    // 3·5 positions of a kernel from 20 to 40 channels: fan-in 300, fan-out 600.
    var kernel = DType.FLOAT64.tensor(3, 5, 20, 40);
    assertEquals(Math.sqrt(6.0 / (300 + 600)), largest(Initializer.glorotUniform().create(kernel, 1)), 1e-4);
    assertEquals(Math.sqrt(6.0 / 300), largest(Initializer.heUniform().create(kernel, 1)), 1e-4);
  }

  private static double largest(Tensor x) {
    return x.abs().max().item();
  }

  @Test
  void zerosAndConstants() {
    var type = DType.FLOAT64.tensor(2, 2);
    assertArrayEquals(new double[]{0, 0, 0, 0}, Initializer.zeros().create(type, 9).toDoubles());
    assertArrayEquals(new double[]{2.5, 2.5, 2.5, 2.5}, Initializer.constant(2.5).create(type, 9).toDoubles());
  }
}
