package dev.adjoint.examples;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The numbers of the lectures' slides. */
class ExpressionTest {
  private final String[] parts = Console.of(new Expression()).split("\n\n", 2);

  private static String line(String part, String node) {
    return part.lines().filter(l -> l.startsWith(node + " ")).findFirst().orElseThrow().replaceAll(" +", " ");
  }

  @Test
  void aSumTimesANumber() {
    assertEquals("f = q z -12.00 1.00", part(0, "f = q z"));
    assertEquals("q = x + y 3.00 -4.00", part(0, "q = x + y"));
    assertEquals("x -2.00 -4.00", part(0, "x"));
    assertEquals("y 5.00 -4.00", part(0, "y"));
    assertEquals("z -4.00 3.00", part(0, "z"));
  }

  @Test
  void aNeuron() {
    assertEquals("f = 1 / d 0.73 1.00", part(1, "f = 1 / d"));
    assertEquals("s = c + w2 1.00 0.20", part(1, "s = c + w2"));
    assertEquals("w0 2.00 -0.20", part(1, "w0"));
    assertEquals("x0 -1.00 0.39", part(1, "x0"));
    assertEquals("w1 -3.00 -0.39", part(1, "w1"));
    assertEquals("x1 -2.00 -0.59", part(1, "x1"));
    assertEquals("w2 -3.00 0.20", part(1, "w2"));
  }

  private String part(int i, String node) {
    return line(parts[i], node);
  }
}
