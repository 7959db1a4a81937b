package dev.adjoint.internal.kernel;

/**
 * Sums to which very many terms are added one by one: doubles for either element type, rounded at the end. In floats, ten million
 * terms one by one leave no digit that is right.
 */
final class Wide {
  static final double ZERO = 0;

  private Wide() {}

  static double[] zeros(int n) {
    return new double[n];
  }

  /** The sum; in float kernels rounded to a float. */
  static double rounded(double sum) {
    return sum;
  }
}
