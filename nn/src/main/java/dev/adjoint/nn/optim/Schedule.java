package dev.adjoint.nn.optim;

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
   * @param t the number of the step, counted from 1; a scalar, and so is the rate, of the same element type
   */
  Tensor at(Tensor t);

  /** The learning rate of a step, counted from 1, as a number. */
  default double at(int step) {
    return at(Tensor.of((double) step)).item();
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
    @Override
    public Tensor at(Tensor t) {
      return t.scalar(rate);
    }
  }

  /** η γ^((t − 1)/s). */
  record Exponential(double rate, double factor, int steps) implements Schedule {
    /** Checks the steps. */
    public Exponential {
      positive(steps);
    }

    @Override
    public Tensor at(Tensor t) {
      return t.scalar(factor).pow(t.sub(1).div(steps)).mul(rate);
    }
  }

  /** η (1 + cos(π min(t − 1, s)/s))/2. */
  record Cosine(double rate, int steps) implements Schedule {
    /** Checks the steps. */
    public Cosine {
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
      return t.div(steps).minimum(1).mul(then.at(t));
    }
  }

  private static void positive(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("schedule: over " + steps + " steps; it takes at least 1");
    }
  }
}
