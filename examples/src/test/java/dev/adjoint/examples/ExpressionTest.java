package dev.adjoint.examples;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The numbers of the lectures' slides. */
class ExpressionTest {
  private final String[] parts = Console.of(new Expression()).split("\n\n", 2);

  private static double last(String text) {
    return Double.parseDouble(text.strip().replaceAll("(?s).* = ", ""));
  }

  /** Value and gradient of a node. */
  private void assertNode(int part, String name, double value, double gradient) {
    var line = parts[part].lines().filter(l -> l.matches(" *\\d+  " + name + " = .*")).findFirst().orElseThrow();
    int reverse = line.indexOf("∂f/∂");
    assertEquals(value, last(line.substring(0, reverse)), 0.005, line);
    assertEquals(gradient, last(line.substring(reverse)), 0.005, line);
  }

  @Test
  void aSumTimesANumber() {
    assertNode(0, "f", -12, 1);
    assertNode(0, "q", 3, -4);
    assertNode(0, "x", -2, -4);
    assertNode(0, "y", 5, -4);
    assertNode(0, "z", -4, 3);
  }

  @Test
  void aNeuron() {
    assertNode(1, "f", 0.73, 1);
    assertNode(1, "s", 1, 0.20);
    assertNode(1, "w0", 2, -0.20);
    assertNode(1, "x0", -1, 0.39);
    assertNode(1, "w1", -3, -0.39);
    assertNode(1, "x1", -2, -0.59);
    assertNode(1, "w2", -3, 0.20);
  }
}
