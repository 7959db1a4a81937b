package dev.adjoint.nn.train;

import java.util.Locale;
import java.util.OptionalDouble;

/** Training met a loss that is NaN or infinite. The parameters are as they were before that step, so that it can be looked into. */
public final class NonFiniteLossException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  private final double loss;
  private final int epoch;
  private final int batch;
  private final int step;
  private final double lastFinite; // NaN if there was none

  NonFiniteLossException(double loss, int epoch, int batch, int step, double lastFinite) {
    super(String.format(Locale.ROOT,
        "training: the loss is %s in epoch %d, batch %d (step %d of all); %s. The parameters are as they were before this step; "
            + "Debug.nonFinite(() -> trainer.fit(data, plan.eager())) goes on from there and finds the operation where it begins",
        loss, epoch, batch, step,
        Double.isNaN(lastFinite) ? "no loss was finite before" : "the last finite one was " + lastFinite));
    this.loss = loss;
    this.epoch = epoch;
    this.batch = batch;
    this.step = step;
    this.lastFinite = lastFinite;
  }

  /** NaN or infinity. */
  public double loss() {
    return loss;
  }

  /** The epoch, counted from 1 over all calls of fit. */
  public int epoch() {
    return epoch;
  }

  /** The batch of the epoch, counted from 1. */
  public int batch() {
    return batch;
  }

  /** The step, counted from 1 over all calls of fit. */
  public int step() {
    return step;
  }

  /** The loss of the step before, if there was one. */
  public OptionalDouble lastFinite() {
    return Double.isNaN(lastFinite) ? OptionalDouble.empty() : OptionalDouble.of(lastFinite);
  }
}
