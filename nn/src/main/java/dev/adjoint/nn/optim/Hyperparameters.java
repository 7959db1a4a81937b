package dev.adjoint.nn.optim;

/** What the numbers of optimizers and schedules may be. */
final class Hyperparameters {

  private Hyperparameters() {}

  /** A finite number of at least 0. */
  static void requireNonNegative(String of, String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(of + ": " + what + " of " + value + "; it takes a finite one of at least 0");
    }
  }

  /** What is kept of a running mean, 0 ≤ β &lt; 1. */
  static void requireDecay(String of, String what, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(of + ": " + what + " of " + beta + "; it takes one in [0, 1)");
    }
  }
}
