package dev.adjoint.examples;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainedExamplesTest {

  /** All numbers that a line pattern with one group captures. */
  private static List<Double> numbers(String output, String pattern) {
    return Pattern.compile(pattern).matcher(output).results().map(m -> Double.valueOf(m.group(1))).toList();
  }

  @Test
  void exclusiveOrIsOnTheRightSideFourTimes() {
    var outputs = numbers(Console.of(new Xor()), "[01] xor [01] = ([\\d.]+)");
    assertEquals(List.of(0L, 1L, 1L, 0L), outputs.stream().map(Math::round).toList());
  }

  @Test
  void theLineThroughTheHousesIsThatOfLeastSquares() {
    // Σ(x − μ)(y − ν) / Σ(x − μ)² by hand: μ = 1880, ν = 332.75.
    String output = Console.of(new Regression());
    double slope = (224 * 67.25 - 280 * -2.75 + 520 * 36.25 - 464 * -100.75)
        / (224 * 224 + 280 * 280 + 520 * 520 + 464 * 464);
    assertEquals(slope, numbers(output, "price = [-\\d.]+ \\+ ([\\d.]+) area").getFirst(), 1e-5);
    assertEquals(332.75 - slope * 1880, numbers(output, "price = ([-\\d.]+) ").getFirst(), 1e-4);
    assertEquals(332.75 + slope * (2104 - 1880), numbers(output, "2104 sq ft: 400, predicted ([\\d.]+)").getFirst(),
        0.1);
    assertEquals(4, numbers(output, "predicted ([\\d.]+)").size());
  }

  @Test
  void spamStartsBetweenSixAndTenWords() {
    String output = Console.of(new Spam());
    double from = numbers(output, "spam from ([\\d.]+) words").getFirst();
    assertTrue(from > 6 && from < 10, output);
    assertTrue(output.contains("accuracy 1.0000"), output);
    assertTrue(numbers(output, "class 1, P\\(spam\\) = ([\\d.]+)").stream().allMatch(p -> p > 0.5), output);
    assertTrue(numbers(output, "class 0, P\\(spam\\) = ([\\d.]+)").stream().allMatch(p -> p < 0.5), output);
  }

  @Test
  void gradientChecksPassWhereTheRuleIsRightAndFailWhereItIsWrong() {
    String[] parts = Console.of(new GradientChecking()).split("\n\n", 3);
    assertTrue(parts[0].contains("tape 3.0000, differences 3.0001"), parts[0]);
    assertTrue(parts[1].contains("passed: 26 compared"), parts[1]);
    assertTrue(parts[2].contains("FAILED"), parts[2]);
  }
}
