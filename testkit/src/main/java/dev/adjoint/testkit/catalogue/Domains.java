package dev.adjoint.testkit.catalogue;

import java.util.Arrays;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;

/** Where an operation is smooth. */
final class Domains {
  /** How far from kinks and poles. */
  static final double CLEAR = 0.05;

  private Domains() {}

  static boolean isAbove(double bound, Tensor x) {
    return x.size() == 0 || x.min().item() >= bound;
  }

  static boolean everywhere(List<Tensor> x) {
    return true;
  }

  static boolean isBelow(int n, Tensor index) {
    return Arrays.stream(index.toInts()).allMatch(i -> i >= 0 && i < n);
  }

  static boolean haveOneLargest(Tensor x, Axes axes) {
    var largest = x.max(new Axes(axes.axes(), true));
    return largest.sub(x).less(CLEAR).cast(x.dtype()).sum().item() == largest.size();
  }

  static boolean isClearOfWholeNumbers(Tensor x) {
    return Arrays.stream(x.cast(DType.FLOAT64).toDoubles()).allMatch(v -> Math.abs(v - Math.rint(v)) >= CLEAR);
  }
}
