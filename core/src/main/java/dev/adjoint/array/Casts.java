package dev.adjoint.array;

import dev.adjoint.internal.Message;

/** Conversions between element types. */
final class Casts {

  private Casts() {}

  static void cast(NdArray x, NdArray y) {
    int n = x.size();
    switch (y.dtype()) {
      case FLOAT64 -> {
        double[] out = y.doubles();
        for (int i = 0; i < n; i++) {
          out[i] = number(x, i);
        }
      }
      case FLOAT32 -> {
        float[] out = y.floats();
        for (int i = 0; i < n; i++) {
          out[i] = (float) number(x, i);
        }
      }
      case INT32 -> {
        int[] out = y.ints();
        for (int i = 0; i < n; i++) {
          out[i] = toInt(number(x, i));
        }
      }
      case BOOL -> {
        boolean[] out = y.booleans();
        for (int i = 0; i < n; i++) {
          out[i] = number(x, i) != 0;
        }
      }
    }
  }

  /** Element i as a double, exactly; true is 1. */
  static double number(NdArray x, int i) {
    return switch (x.data()) {
      case double[] d -> d[i];
      case float[] f -> f[i];
      case int[] n -> n[i];
      case boolean[] b -> b[i] ? 1 : 0;
      case Object other -> throw new AssertionError(other.getClass());
    };
  }

  static int toInt(double value) {
    int n = (int) value;
    if (n != Math.signum(value) * Math.floor(Math.abs(value))) {
      throw Message.illegal("cast", "%s is outside of INT32", value);
    }
    return n;
  }
}
