package dev.adjoint.nn.optim;

import java.util.List;

import dev.adjoint.Tensor;

/**
 * Gradient descent: w := w − η g. Stochastic, by mini-batch or by batch, as the batch size is.
 *
 * @param learningRate η
 */
public record Sgd(Schedule learningRate) implements Optimizer {

  /** With the same learning rate in every step. */
  public Sgd(double learningRate) {
    this(Schedule.constant(learningRate));
  }

  @Override
  public List<Tensor> slots(Tensor w) {
    return List.of();
  }

  @Override
  public Update update(Tensor w, Tensor g, List<Tensor> slots, Tensor t) {
    return new Update(w.sub(g.mul(learningRate.rate(t).cast(w.dtype()))), List.of());
  }
}
