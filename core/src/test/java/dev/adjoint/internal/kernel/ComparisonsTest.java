package dev.adjoint.internal.kernel;

import java.util.Arrays;
import java.util.Random;

import dev.adjoint.op.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ComparisonsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Comparisons<double[]> doubles = new DoubleComparisons();
  private final Comparisons<float[]> floats = new FloatComparisons();
  private final Comparisons<int[]> ints = new IntComparisons();

  private static boolean holds(Relation relation, double a, double b) {
    return switch (relation) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  @ParameterizedTest
  @EnumSource
  void relationsAreThoseOfJava(Relation relation) {
    double[] values = {-INF, -1, -0.0, 0, 1, 2, INF, NAN};
    int n = values.length * values.length;
    double[] a = new double[n];
    double[] b = new double[n];
    Arrays.setAll(a, i -> values[i / values.length]);
    Arrays.setAll(b, i -> values[i % values.length]);
    float[] floatA = new float[n];
    float[] floatB = new float[n];
    boolean[] expected = new boolean[n];
    for (int i = 0; i < n; i++) {
      floatA[i] = (float) a[i];
      floatB[i] = (float) b[i];
      expected[i] = holds(relation, a[i], b[i]);
    }
    boolean[] y = new boolean[n];
    doubles.compare(relation, a, b, y, 0, n);
    assertArrayEquals(expected, y);
    floats.compare(relation, floatA, floatB, y, 0, n);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @EnumSource
  void integersAreComparedAsIntegers(Relation relation) {
    int[] a = {1, 2, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, 16_777_217};
    int[] b = {2, 2, 2, Integer.MIN_VALUE, Integer.MAX_VALUE, 16_777_216};
    boolean[] y = new boolean[a.length];
    ints.compare(relation, a, b, y, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      assertEquals(holds(relation, a[i], b[i]), y[i]);
    }
  }

  @Test
  void partOfAnArrayLeavesTheRestAlone() {
    boolean[] y = new boolean[10];
    doubles.compare(Relation.EQ, new double[10], new double[10], y, 3, 6);
    assertArrayEquals(new boolean[]{false, false, false, true, true, true, false, false, false, false}, y);
  }

  @Test
  void firstOfTiesIsThePosition() {
    assertEquals(1, argmax(1, 3, 3, 2));
    assertEquals(0, argmax(-0.0, 0.0));
    assertEquals(2, argmin(4, 3, 1, 1));
    assertEquals(0, argmin(0.0, -0.0));
    assertEquals(0, argmax(-INF, -INF));
    assertEquals(0, argmin(INF, INF));
  }

  @Test
  void firstNaNIsThePosition() {
    assertEquals(1, argmax(INF, NAN, 5, NAN));
    assertEquals(1, argmin(-INF, NAN, 5, NAN));
    assertEquals(0, argmax(NAN, INF));
    assertEquals(0, argmin(NAN, -INF));
  }

  private int argmax(double... x) {
    int[] y = {-1};
    doubles.argmax(x, y, 1, x.length, 1);
    return y[0];
  }

  private int argmin(double... x) {
    int[] y = {-1};
    doubles.argmin(x, y, 1, x.length, 1);
    return y[0];
  }

  @Test
  void everyElementTypeFindsThePositionAlongAMiddleAxis() {
    var random = new Random(1);
    int outer = 3;
    int n = 5;
    int inner = 4;
    int[] whole = random.ints((long) outer * n * inner, 0, 4).toArray(); // so few values that ties abound
    double[] real = Arrays.stream(whole).asDoubleStream().toArray();
    float[] single = new float[whole.length];
    int[] largest = new int[outer * inner];
    int[] smallest = new int[outer * inner];
    for (int i = 0; i < whole.length; i++) {
      single[i] = whole[i];
    }
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        for (int k = n - 1; k >= 0; k--) {
          int at = o * inner + j;
          int value = whole[(o * n + k) * inner + j];
          largest[at] = value >= whole[(o * n + largest[at]) * inner + j] ? k : largest[at];
          smallest[at] = value <= whole[(o * n + smallest[at]) * inner + j] ? k : smallest[at];
        }
      }
    }
    int[] y = new int[outer * inner];
    doubles.argmax(real, y, outer, n, inner);
    assertArrayEquals(largest, y);
    doubles.argmin(real, y, outer, n, inner);
    assertArrayEquals(smallest, y);
    floats.argmax(single, y, outer, n, inner);
    assertArrayEquals(largest, y);
    floats.argmin(single, y, outer, n, inner);
    assertArrayEquals(smallest, y);
    ints.argmax(whole, y, outer, n, inner);
    assertArrayEquals(largest, y);
    ints.argmin(whole, y, outer, n, inner);
    assertArrayEquals(smallest, y);
  }
}
