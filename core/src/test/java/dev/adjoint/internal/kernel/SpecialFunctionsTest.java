package dev.adjoint.internal.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

import dev.adjoint.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Against 40 digits, which mpmath computed with 60 and more: special-functions.txt. */
class SpecialFunctionsTest {
  private static final int ULPS = 4;

  private record Row(String function, double x, BigDecimal y) {
    boolean isFloat() {
      return x == (float) x;
    }

    /** Near zeros between poles, and of derivatives of sinc, digits are lost: an ulp is that of 1 or of the largest value at least. */
    double smallest() {
      return switch (function) {
        case "lgamma", "digamma" -> x < 0 ? 1 : 0;
        case "sinc1", "sinc2", "sinc3" ->
          StrictMath.pow(Math.PI, order(function, "sinc")) / (1 + order(function, "sinc"));
        default -> function.startsWith("polygamma") && x < 0 ? 100 : 0;
      };
    }
  }

  private static List<Row> rows(String function) throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(
        SpecialFunctionsTest.class.getResourceAsStream("special-functions.txt"), StandardCharsets.UTF_8))) {
      return in.lines().map(line -> line.split(" ", -1)).filter(row -> row[0].equals(function))
          .map(row -> new Row(row[0], Double.parseDouble(row[1]), new BigDecimal(row[2]))).toList();
    }
  }

  private static int order(String function, String name) {
    return function.equals(name) ? 0 : Integer.parseInt(function.substring(name.length()));
  }

  /** y[i] = f(x[i]) by the loops that everything else calls. */
  private static <A> UnaryOperator<A> loop(String function, Functions<A> functions, A y, int n) {
    if (function.startsWith("polygamma")) {
      return with(x -> SpecialMath.polygamma(order(function, "polygamma"), x), functions, y, n);
    }
    if (function.startsWith("sinc")) {
      return with(x -> SpecialMath.sinc(order(function, "sinc"), x), functions, y, n);
    }
    var f = function.equals("erfInv")
        ? UnaryFunction.ERF_INV
        : UnaryFunction.valueOf(function.toUpperCase(Locale.ROOT));
    return x -> {
      functions.map(f, x, y, 0, n);
      return y;
    };
  }

  private static <A> UnaryOperator<A> with(DoubleUnaryOperator f, Functions<A> functions, A y, int n) {
    return x -> {
      functions.map(f, x, y, 0, n);
      return y;
    };
  }

  private static void assertClose(Row row, double y, double ulp) {
    double error = new BigDecimal(y).subtract(row.y).abs().doubleValue() / ulp;
    assertTrue(error <= ULPS, row.function + "(" + row.x + ") = " + y + ", off by " + error + " ulp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log2", "log10", "exp2", "asinh", "acosh", "atanh", "erfc", "erfInv", "lgamma", "digamma",
      "polygamma1", "polygamma2", "polygamma5", "sinc", "sinc1", "sinc2", "sinc3"})
  void doublesAndFloatsAreWithinFourUlps(String function) throws IOException {
    var rows = rows(function);
    int n = rows.size();
    double[] y = loop(function, new DoubleFunctions(), new double[n], n)
        .apply(rows.stream().mapToDouble(Row::x).toArray());
    for (int i = 0; i < n; i++) {
      assertClose(rows.get(i), y[i], Math.ulp(Math.max(Math.abs(rows.get(i).y.doubleValue()), rows.get(i).smallest())));
    }
    var floats = rows.stream().filter(Row::isFloat).toList();
    float[] x = new float[floats.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) floats.get(i).x;
    }
    float[] z = loop(function, new FloatFunctions(), new float[x.length], x.length).apply(x);
    int finite = 0;
    for (int i = 0; i < x.length; i++) {
      float expected = floats.get(i).y.floatValue();
      if (Float.isInfinite(expected)) {
        assertEquals(expected, z[i]);
      } else {
        finite++;
        assertClose(floats.get(i), z[i], Math.ulp((float) Math.max(Math.abs(expected), floats.get(i).smallest())));
      }
    }
    assertTrue(n >= 40 && finite >= 15, n + " rows, " + finite + " of floats");
  }

  /** So that a table of powers is exact. */
  @Test
  void powersComeOutWhole() {
    for (int k = -1074; k < 1024; k++) {
      double x = Math.scalb(1.0, k);
      assertEquals(k, DoubleScalarMath.log2(x));
      assertEquals(x, DoubleScalarMath.exp2(k));
    }
    for (int k = -149; k < 128; k++) {
      float x = Math.scalb(1f, k);
      assertEquals(k, FloatScalarMath.log2(x));
      assertEquals(x, FloatScalarMath.exp2(k));
    }
    for (int k = -22; k <= 22; k++) {
      assertEquals(k, DoubleScalarMath.log10(Double.parseDouble("1e" + k)));
    }
    for (int k = -10; k <= 10; k++) {
      assertEquals(k, FloatScalarMath.log10(Float.parseFloat("1e" + k)));
    }
  }

  /** ψ⁽ⁿ⁾(x + 1) = ψ⁽ⁿ⁾(x) + (−1)ⁿ n!/xⁿ⁺¹, also between the poles. */
  @Test
  void polygammaFollowsItsRecurrence() {
    double factorial = 1;
    for (int n = 0; n < 12; n++) {
      factorial *= Math.max(n, 1);
      for (double x = -4.3; x < 12; x += 0.37) {
        double step = (n % 2 == 0 ? 1 : -1) * factorial / StrictMath.pow(x, n + 1);
        double y = SpecialMath.polygamma(n, x);
        double scale = Math.abs(y) + Math.abs(step);
        assertEquals(y + step, SpecialMath.polygamma(n, x + 1), 1e-13 * scale, n + ", " + x);
      }
    }
  }
}
