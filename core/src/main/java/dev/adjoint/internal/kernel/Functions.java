package dev.adjoint.internal.kernel;

import java.util.function.DoubleUnaryOperator;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;

/**
 * Elementwise loops over one type of numbers.
 *
 * @param <A> {@code double[]}, {@code float[]} or {@code int[]}, of which not all functions are
 */
public interface Functions<A> {

  /** y[i] = f(x[i]) for from ≤ i &lt; to; y may be x. */
  void map(UnaryFunction f, A x, A y, int from, int to);

  /** y[i] = f(x[i]), rounded to the type, for from ≤ i &lt; to; y may be x. */
  void map(DoubleUnaryOperator f, A x, A y, int from, int to);

  /** y[i] = f(a[i], b[i]) for from ≤ i &lt; to; y may be a or b. */
  void zip(BinaryFunction f, A a, A b, A y, int from, int to);
}
