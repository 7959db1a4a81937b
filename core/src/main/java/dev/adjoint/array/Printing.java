package dev.adjoint.array;

import java.util.Locale;

import dev.adjoint.Shape;

/** Prints arrays as NumPy does: nested brackets, numbers aligned with up to four decimals, long axes elided. */
final class Printing {
  /** Arrays of more elements show only the first and last {@link #EDGE} of each axis. */
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;

  private final NdArray array;
  private final int[] strides;
  private final boolean elided;
  private final boolean scientific;
  private int decimals;
  private int width;

  private Printing(NdArray array) {
    this.array = array;
    this.strides = array.shape().strides();
    this.elided = array.size() > THRESHOLD;
    this.scientific = needsExponent();
  }

  static String print(NdArray array) {
    var printing = new Printing(array);
    printing.print(new StringBuilder(), 0, 0); // measures
    printing.width = 0;
    printing.print(new StringBuilder(), 0, 0);
    var text = new StringBuilder();
    printing.print(text, 0, 0);
    return text.toString();
  }

  private void print(StringBuilder out, int axis, int at) {
    Shape shape = array.shape();
    if (axis == shape.rank()) {
      String number = format(at);
      width = Math.max(width, number.length());
      out.append(" ".repeat(shape.rank() == 0 ? 0 : width - number.length())).append(number);
      return;
    }
    boolean innermost = axis == shape.rank() - 1;
    String separator = innermost ? ", " : "," + "\n".repeat(shape.rank() - 1 - axis) + " ".repeat(axis + 1);
    int n = shape.dim(axis);
    out.append('[');
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        out.append(separator);
      }
      if (elided && n > 2 * EDGE && i == EDGE) {
        out.append("…").append(separator);
        i = n - EDGE;
      }
      print(out, axis + 1, at + i * strides[axis]);
    }
    out.append(']');
  }

  private String format(int i) {
    return switch (array.dtype()) {
      case FLOAT64, FLOAT32 -> formatReal(Casts.number(array, i));
      case INT32 -> Integer.toString(array.ints()[i]);
      case BOOL -> Boolean.toString(array.booleans()[i]);
    };
  }

  private String formatReal(double x) {
    if (!Double.isFinite(x)) {
      return Double.toString(x);
    }
    if (scientific) {
      return String.format(Locale.ROOT, "%.4e", x);
    }
    String text = String.format(Locale.ROOT, "%.4f", x);
    int needed = text.replaceAll("0+$", "").length() - text.indexOf('.') - 1;
    decimals = Math.max(decimals, needed);
    return text.substring(0, text.indexOf('.') + 1 + decimals);
  }

  private boolean needsExponent() {
    if (!array.dtype().isFloating()) {
      return false;
    }
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < array.size(); i++) {
      double x = Math.abs(Casts.number(array, i));
      if (x > 0 && Double.isFinite(x)) {
        largest = Math.max(largest, x);
        smallest = Math.min(smallest, x);
      }
    }
    return largest >= 1e8 || smallest < 1e-4 && largest > 0;
  }
}
