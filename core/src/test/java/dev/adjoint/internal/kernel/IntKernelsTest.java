package dev.adjoint.internal.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Loops over whole numbers against numbers without end, of which the low 32 bits are left. */
class IntKernelsTest {
  private static final int[] EDGES = {0, 1, -1, 2, -2, 3, -3, 7, 46_340, 46_341, Integer.MAX_VALUE, Integer.MIN_VALUE,
      Integer.MIN_VALUE + 1};

  private final Functions<int[]> functions = new IntFunctions();
  private final Reductions<int[]> reductions = new IntReductions();

  private static int[] numbers(int n, int seed) {
    var random = new Random(seed);
    return random.ints(n).map(x -> x >> random.nextInt(32)).toArray();
  }

  private static int[] values() {
    return IntStream.concat(Arrays.stream(EDGES), Arrays.stream(numbers(200, 1))).toArray();
  }

  private static BigInteger exact(UnaryFunction f, BigInteger x) {
    return switch (f) {
      case NEG -> x.negate();
      case ABS -> x.abs();
      case SIGN -> BigInteger.valueOf(x.signum());
      case SQUARE -> x.multiply(x);
      default -> throw new AssertionError(f);
    };
  }

  private static BigInteger exact(BinaryFunction f, BigInteger a, BigInteger b) {
    return switch (f) {
      case ADD -> a.add(b);
      case SUB -> a.subtract(b);
      case MUL -> a.multiply(b);
      case MAX -> a.max(b);
      case MIN -> a.min(b);
      case FLOOR_DIV -> a.subtract(exact(BinaryFunction.MOD, a, b)).divide(b);
      case MOD -> b.signum() > 0 ? a.mod(b) : a.negate().mod(b.negate()).negate();
      default -> throw new AssertionError(f);
    };
  }

  @ParameterizedTest
  @EnumSource
  void functionsOfOneNumber(UnaryFunction f) {
    int[] x = values();
    int[] y = new int[x.length];
    if (!f.isOfIntegers()) {
      assertThrows(AssertionError.class, () -> functions.map(f, x, y, 0, x.length));
      return;
    }
    functions.map(f, x, y, 0, x.length);
    assertArrayEquals(Arrays.stream(x).map(v -> exact(f, BigInteger.valueOf(v)).intValue()).toArray(), y);
  }

  @ParameterizedTest
  @EnumSource
  void functionsOfTwoNumbers(BinaryFunction f) {
    int[] values = values();
    int n = values.length;
    boolean divides = f == BinaryFunction.FLOOR_DIV || f == BinaryFunction.MOD;
    int[] a = IntStream.range(0, n * n).map(i -> values[i / n]).toArray();
    int[] b = IntStream.range(0, n * n).map(i -> values[i % n] == 0 && divides ? 5 : values[i % n]).toArray();
    int[] y = new int[a.length];
    if (!f.isOfIntegers()) {
      assertThrows(AssertionError.class, () -> functions.zip(f, a, b, y, 0, a.length));
      return;
    }
    functions.zip(f, a, b, y, 0, a.length);
    assertArrayEquals(IntStream.range(0, a.length)
        .map(i -> exact(f, BigInteger.valueOf(a[i]), BigInteger.valueOf(b[i])).intValue()).toArray(), y);
    functions.zip(f, a, b, b, 3, 7);
    assertArrayEquals(Arrays.copyOfRange(y, 3, 7), Arrays.copyOfRange(b, 3, 7));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOOR_DIV", "MOD"})
  void thereIsNoQuotientByZero(BinaryFunction f) {
    assertThrows(IllegalArgumentException.class, () -> functions.zip(f, new int[]{1}, new int[1], new int[1], 0, 1));
  }

  /** Shapes outer × n × inner, with axes in every place and long enough for several threads. */
  private static void eachShape(Consumer<int[]> check) {
    for (int outer : new int[]{0, 1, 3, 70}) {
      for (int n : new int[]{0, 1, 5, 1030}) {
        for (int inner : new int[]{0, 1, 4}) {
          check.accept(new int[]{outer, n, inner});
        }
      }
    }
  }

  private static int[] row(int[] x, int o, int n, int inner, int j) {
    return IntStream.range(0, n).map(k -> x[(o * n + k) * inner + j]).toArray();
  }

  private static int exact(Fold fold, int[] row) {
    return switch (fold) {
      case SUM -> Arrays.stream(row).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add).intValue();
      case SQUARES -> Arrays.stream(row).mapToObj(BigInteger::valueOf).map(x -> x.multiply(x))
          .reduce(BigInteger.ZERO, BigInteger::add).intValue();
      case MAX -> Arrays.stream(row).max().orElse(Integer.MIN_VALUE);
      case MIN -> Arrays.stream(row).min().orElse(Integer.MAX_VALUE);
    };
  }

  @ParameterizedTest
  @EnumSource
  void folds(Fold fold) {
    eachShape(s -> {
      int[] x = numbers(s[0] * s[1] * s[2], s[1]);
      int[] y = new int[s[0] * s[2]];
      reductions.fold(fold, x, y, s[0], s[1], s[2]);
      assertArrayEquals(IntStream.range(0, y.length)
          .map(i -> exact(fold, row(x, i / s[2], s[1], s[2], i % s[2]))).toArray(), y);
    });
    int[] x = numbers(2500, 9);
    int[] partial = new int[3];
    for (int p = 0; p < 3; p++) {
      reductions.foldPiece(fold, Arrays.copyOfRange(x, p * 1000, p * 1000 + 1000), p < 2 ? 1000 : 500, partial, p);
    }
    int[] y = new int[1];
    reductions.foldPieces(fold, partial, 3, y);
    assertEquals(exact(fold, x), y[0]);
  }

  @Test
  void cumulativeSums() {
    eachShape(s -> {
      int[] x = numbers(s[0] * s[1] * s[2], s[1]);
      int[] y = new int[x.length];
      reductions.cumulativeSum(x, y, s[0], s[1], s[2]);
      assertArrayEquals(IntStream.range(0, y.length).map(i -> exact(Fold.SUM, Arrays
          .copyOf(row(x, i / s[2] / s[1], s[1], s[2], i % s[2]), i / s[2] % s[1] + 1))).toArray(), y);
    });
  }

  @Test
  void addingAtIndices() {
    var random = new Random(3);
    int outer = 3;
    int n = 4;
    int m = 9;
    int inner = 2;
    int[] x = numbers(outer * m * inner, 4);
    int[] one = random.ints(m, 0, n).toArray();
    int[] each = random.ints((long) outer * m * inner, 0, n).toArray();
    int[] y = numbers(outer * n * inner, 5);
    int[] yEach = y.clone();
    int[] expected = y.clone();
    int[] expectedEach = y.clone();
    for (int i = 0; i < x.length; i++) {
      int o = i / inner / m;
      expected[(o * n + one[i / inner % m]) * inner + i % inner] += x[i];
      expectedEach[(o * n + each[i]) * inner + i % inner] += x[i];
    }
    reductions.indexAdd(x, one, y, outer, n, inner);
    reductions.scatterAddAlong(x, each, yEach, outer, n, m, inner);
    assertArrayEquals(expected, y);
    assertArrayEquals(expectedEach, yEach);
  }
}
