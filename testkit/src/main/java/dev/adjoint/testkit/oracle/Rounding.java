package dev.adjoint.testkit.oracle;

import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import dev.adjoint.op.LinearAlgebra;

/** How far rounding can take a computation. */
public final class Rounding {
  /** Roundings within one operation, and those that are not of first order. */
  private static final int SLACK = 16;

  private Rounding() {}

  /**
   * A bound of the rounding error of a number: ε Σ |∂s/∂v| ⊙ |v| over the elements of all tensors v it was computed from, since
   * each is off by ε|v| and passes that on by its derivative (first-order running error analysis; N. Higham, "Accuracy and
   * Stability of Numerical Algorithms", 2002, section 3.3). What the tape knows is the condition of the computation.
   *
   * <p>A linear system is solved as if its matrix were off by nε times the largest element, in any element (same book, section 9.3),
   * which its derivative by the matrix passes on.
   */
  public static double bound(Tensor s) {
    if (!s.isTracked()) {
      return 0;
    }
    var tape = Tape.of(s);
    var gradients = tape.backward();
    double sum = 0;
    for (var v : tape.nodes().stream().filter(gradients::reach).toList()) { // all but those that stand for several
      sum += sum(gradients.of(v).abs().mul(v.detach().abs()));
      if (v.op() instanceof LinearAlgebra.Solve solve) {
        var a = v.inputs().getFirst().detach();
        var b = v.inputs().getLast().detach();
        var da = solve.gradLeft(a, b, v.detach(), gradients.of(v)); // of each copy that broadcasting makes
        sum += sum(da.abs().mul(a.abs().max(Axes.keep(-2, -1)).mul(a.shape().dim(-1))));
      }
    }
    return SLACK * precision(s.dtype()) * sum;
  }

  private static double sum(Tensor x) {
    return x.detach().cast(DType.FLOAT64).sum().item();
  }

  /** ε, the distance from 1 to the next number. */
  public static double precision(DType dtype) {
    return dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
  }
}
