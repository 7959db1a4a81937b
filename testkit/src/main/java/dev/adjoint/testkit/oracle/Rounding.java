package dev.adjoint.testkit.oracle;

import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;

/** How far rounding can take a computation. */
public final class Rounding {
  /** Roundings within one operation, and those that are not of first order. */
  private static final int SLACK = 16;

  private Rounding() {}

  /**
   * A bound of the rounding error of a number: ε Σ |∂s/∂v| ⊙ |v| over the elements of all tensors v it was computed from, since
   * each is off by ε|v| and passes that on by its derivative (first-order running error analysis; N. Higham, "Accuracy and
   * Stability of Numerical Algorithms", 2002, section 3.3). What the tape knows is the condition of the computation.
   */
  public static double bound(Tensor s) {
    if (!s.isTracked()) {
      return 0;
    }
    var tape = Tape.of(s);
    var gradients = tape.backward();
    double sum = 0;
    for (var v : tape.nodes()) {
      sum += gradients.of(v).abs().mul(v.detach().abs()).cast(DType.FLOAT64).sum().item();
    }
    return SLACK * precision(s.dtype()) * sum;
  }

  /** A bound of the rounding error of the sum of all elements of these products. */
  public static double bound(Stream<Tensor> products) {
    return products.mapToDouble(x -> SLACK * precision(x.dtype()) * x.detach().abs().cast(DType.FLOAT64).sum().item())
        .sum();
  }

  /** ε, the distance from 1 to the next number. */
  public static double precision(DType dtype) {
    return dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
  }
}
