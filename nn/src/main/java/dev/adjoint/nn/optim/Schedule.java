package dev.adjoint.nn.optim;

import dev.adjoint.DType;
import dev.adjoint.Tensor;

/**
 * A learning rate that depends on the number of the step: {@code new Adam(Schedule.cosine(0.001, 10_000).warmUp(500))}. Any
 * function of the step is one: {@code new Sgd(t -> t.sqrt().rdiv(0.1))}; it is part of the step that the trainer traces.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate η of a step.
   *
   * @param t the number of the step, counted from 1; a FLOAT64 scalar whatever the parameters are, and so is the rate
   */
  Tensor at(Tensor t);

  /**
   * The learning rate of a step as optimizers take it.
   *
   * @throws IllegalArgumentException if the schedule gives anything but a FLOAT64 scalar
   */
  default Tensor rate(Tensor t) {
    var rate = at(t);
    if (!rate.type().equals(DType.FLOAT64.tensor())) {
      throw new IllegalArgumentException("schedule: the rate is " + rate.type()
          + "; it is one FLOAT64 number, as the step it is made of, whatever the parameters are");
    }
    return rate;
  }

  /** The learning rate of a step, counted from 1, as a number. */
  default double at(int step) {
    return rate(Tensor.of((double) step)).item();
  }

  /** η in every step. */
  static Schedule constant(double rate) {
    return new Constant(rate);
  }

  /** η γ^((t − 1)/s): γ times as much after every s steps. */
  static Schedule exponential(double rate, double factor, int steps) {
    return new Exponential(rate, factor, steps);
  }

  /**
   * η (1 + cos(π min(t − 1, s)/s))/2: from η down to 0 after s steps (I. Loshchilov and F. Hutter, "SGDR: stochastic gradient
   * descent with warm restarts", ICLR 2017; without the restarts).
   */
  static Schedule cosine(double rate, int steps) {
    return new Cosine(rate, steps);
  }

  /** This one times min(1, t/s): a straight line up to it in the first s steps. */
  default Schedule warmUp(int steps) {
    return new WarmUp(this, steps);
  }

  /** η. */
  record Constant(double rate) implements Schedule {
    /** Checks the rate. */
    public Constant {
      requireRate(rate);
    }

    @Override
    public Tensor at(Tensor t) {
      return t.scalar(rate);
    }
  }

  /** η γ^((t − 1)/s). */
  record Exponential(double rate, double factor, int steps) implements Schedule {
    /** Checks the numbers. */
    public Exponential {
      requireRate(rate);
      if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("schedule: a factor of " + factor + "; it takes a finite one above 0");
      }
      positive(steps);
    }

    @Override
    public Tensor at(Tensor t) {
      return t.scalar(factor).pow(t.sub(1).div(steps)).mul(rate);
    }
  }

  /** η (1 + cos(π min(t − 1, s)/s))/2. */
  record Cosine(double rate, int steps) implements Schedule {
    /** Checks the numbers. */
    public Cosine {
      requireRate(rate);
      positive(steps);
    }

    @Override
    public Tensor at(Tensor t) {
      return t.sub(1).minimum(steps).mul(Math.PI / steps).cos().add(1).mul(rate / 2);
    }
  }

  /** The other one times min(1, t/s). */
  record WarmUp(Schedule then, int steps) implements Schedule {
    /** Checks the steps. */
    public WarmUp {
      positive(steps);
    }

    @Override
    public Tensor at(Tensor t) {
      return t.div(steps).minimum(1).mul(then.rate(t));
    }
  }

  private static void requireRate(double rate) {
    Hyperparameters.requireNonNegative("schedule", "a learning rate", rate);
  }

  private static void positive(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("schedule: over " + steps + " steps; it takes at least 1");
    }
  }
}
