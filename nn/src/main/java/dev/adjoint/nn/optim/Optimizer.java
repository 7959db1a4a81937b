package dev.adjoint.nn.optim;

import java.util.List;

import dev.adjoint.Tensor;

/**
 * A pure update rule: from a parameter w, its gradient g and what the rule remembers about it (its slots) to the next w and
 * slots. It is applied to each parameter by itself.
 */
public interface Optimizer {

  /** The learning rate η of each step, for reports: what {@link #update} multiplies its direction with. */
  Schedule learningRate();

  /** The slots before the first step. */
  List<Tensor> slots(Tensor w);

  /**
   * One step.
   *
   * @param w the parameter
   * @param g its gradient
   * @param slots what {@link #slots} or the last step gave
   * @param t the number of this step, counted from 1, a FLOAT64 scalar; what is computed from it is cast where it meets w
   */
  Update update(Tensor w, Tensor g, List<Tensor> slots, Tensor t);

  /**
   * What a step gives.
   *
   * @param w the next parameter
   * @param slots what to remember
   */
  record Update(Tensor w, List<Tensor> slots) {
  }
}
