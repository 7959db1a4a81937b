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

  /** δ² n₁ n₂ / (n₁ + n₂) for the difference δ of the means of two groups, of which only the first may be empty. */
  static double squaresBetween(double sum1, int n1, double sum2, int n2) {
    if (n1 == 0) {
      return 0;
    }
    double difference = sum2 / n2 - sum1 / n1;
    return difference * difference * n1 * n2 / (n1 + n2);
  }

  /** The sum; in float kernels rounded to a float. */
  static double rounded(double sum) {
    return sum;
  }
}
