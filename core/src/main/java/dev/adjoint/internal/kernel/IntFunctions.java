package dev.adjoint.internal.kernel;

import java.util.function.DoubleUnaryOperator;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;

/** Elementwise loops over whole numbers. Of results that are too large the low 32 bits are left, as everywhere in Java. */
public final class IntFunctions implements Functions<int[]> {

  @Override
  public void map(UnaryFunction f, int[] x, int[] y, int from, int to) {
    switch (f) {
      case NEG -> neg(x, y, from, to);
      case ABS -> abs(x, y, from, to);
      case SIGN -> sign(x, y, from, to);
      case SQUARE -> mul(x, x, y, from, to);
      default -> throw new AssertionError(f + " is of floating-point numbers only");
    }
  }

  @Override
  public void map(DoubleUnaryOperator f, int[] x, int[] y, int from, int to) {
    throw new AssertionError("of floating-point numbers only");
  }

  @Override
  public void zip(BinaryFunction f, int[] a, int[] b, int[] y, int from, int to) {
    switch (f) {
      case ADD -> add(a, b, y, from, to);
      case SUB -> sub(a, b, y, from, to);
      case MUL -> mul(a, b, y, from, to);
      case MAX -> max(a, b, y, from, to);
      case MIN -> min(a, b, y, from, to);
      case FLOOR_DIV -> floorDiv(a, b, y, from, to);
      case MOD -> mod(a, b, y, from, to);
      default -> throw new AssertionError(f + " is of floating-point numbers only");
    }
  }

  private static void neg(int[] x, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = -x[i];
    }
  }

  private static void abs(int[] x, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void sign(int[] x, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Integer.signum(x[i]);
    }
  }

  private static void add(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] + b[i];
    }
  }

  private static void sub(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] - b[i];
    }
  }

  private static void mul(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void max(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  private static void min(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  private static void floorDiv(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.floorDiv(a[i], divisor("floorDiv", b[i]));
    }
  }

  private static void mod(int[] a, int[] b, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.floorMod(a[i], divisor("mod", b[i]));
    }
  }

  /** Whole numbers have no infinity and no NaN that a quotient by 0 could be. */
  private static int divisor(String function, int b) {
    if (b == 0) {
      throw new IllegalArgumentException(function + ": division by zero, for which INT32 has no number");
    }
    return b;
  }
}
