package dev.adjoint.internal.source;

import java.util.ArrayList;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.array.NdArray;

/** Elements of arrays as Java expressions. */
final class Elements {

  private Elements() {}

  /** The Java type of an element. */
  static String type(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "double";
      case FLOAT32 -> "float";
      case INT32 -> "int";
      case BOOL -> "boolean";
    };
  }

  /** A number of an element type. */
  static String literal(DType dtype, double number) {
    return switch (dtype) {
      case FLOAT64 -> literal(number);
      case FLOAT32 -> literal((float) number);
      case INT32 -> Integer.toString((int) number);
      case BOOL -> Boolean.toString(number != 0);
    };
  }

  private static String literal(double number) {
    if (Double.isNaN(number)) {
      return "Double.NaN";
    }
    return Double.isInfinite(number)
        ? "Double." + (number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY")
        : Double.toString(number);
  }

  private static String literal(float number) {
    if (Float.isNaN(number)) {
      return "Float.NaN";
    }
    return Float.isInfinite(number)
        ? "Float." + (number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY")
        : number + "f";
  }

  /** What no number of an element type is less, or more, than. */
  static String furthest(DType dtype, boolean below) {
    return switch (dtype) {
      case FLOAT64 -> below ? "Double.NEGATIVE_INFINITY" : "Double.POSITIVE_INFINITY";
      case FLOAT32 -> below ? "Float.NEGATIVE_INFINITY" : "Float.POSITIVE_INFINITY";
      case INT32 -> below ? "Integer.MIN_VALUE" : "Integer.MAX_VALUE";
      case BOOL -> throw new AssertionError(dtype);
    };
  }

  /** Element i of an array. */
  static String literal(NdArray x, int i) {
    return switch (x.dtype()) {
      case FLOAT64 -> literal(x.doubles()[i]);
      case FLOAT32 -> literal(x.floats()[i]);
      case INT32 -> Integer.toString(x.ints()[i]);
      case BOOL -> Boolean.toString(x.booleans()[i]);
    };
  }

  /** Where element i of a shape is in an array of another, which broadcasts to it. */
  static String repeated(Shape from, Shape to, String i) {
    int[] strides = new int[to.rank()];
    int[] own = from.strides();
    for (int a = 1; a <= from.rank(); a++) {
      strides[to.rank() - a] = from.dim(-a) == 1 ? 0 : own[from.rank() - a];
    }
    return position(0, to.dims(), strides, i);
  }

  /** offset + Σ iₐ·strides[a] for element i of a grid, numbered in row-major order. Axes that one stride can walk are one. */
  static String position(int offset, int[] dims, int[] strides, String i) {
    var axes = new ArrayList<int[]>(); // size, stride
    for (int a = 0; a < dims.length; a++) {
      if (dims[a] == 1) {
        continue;
      }
      if (!axes.isEmpty() && axes.getLast()[1] == dims[a] * strides[a]) {
        axes.set(axes.size() - 1, new int[]{axes.getLast()[0] * dims[a], strides[a]});
      } else {
        axes.add(new int[]{dims[a], strides[a]});
      }
    }
    var text = new StringBuilder();
    int inner = 1;
    for (int a = axes.size() - 1; a >= 0; a--) {
      int size = axes.get(a)[0];
      int stride = axes.get(a)[1];
      if (stride != 0) {
        var index = (inner == 1 ? i : i + " / " + inner) + (a == 0 ? "" : " % " + size);
        var distance = Math.abs(stride) == 1 ? index : index + " * " + Math.abs(stride);
        text.insert(0, (stride > 0 ? " + " : " - ") + distance);
      }
      inner *= size;
    }
    if (offset != 0 || text.isEmpty() || text.charAt(1) == '-') {
      return offset + text.toString();
    }
    return text.substring(3);
  }
}
