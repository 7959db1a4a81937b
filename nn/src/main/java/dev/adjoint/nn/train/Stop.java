package dev.adjoint.nn.train;

import java.util.function.Predicate;

/** When to stop before the last epoch: a target, or any predicate of the user's. Judged by validation where there is one. */
@FunctionalInterface
public interface Stop extends Predicate<Epoch> {

  /** Never. */
  static Stop never() {
    return epoch -> false;
  }

  /** Once the loss is at most this. */
  static Stop atLoss(double target) {
    return epoch -> epoch.scores().loss() <= target;
  }

  /** Once the metric named accuracy is at least this. */
  static Stop atAccuracy(double target) {
    return epoch -> epoch.scores().metric("accuracy") >= target;
  }
}
