package dev.adjoint.nn.optim;

import java.util.List;

import dev.adjoint.Tensor;

/**
 * Gradient descent that keeps its direction (B. T. Polyak, "Some methods of speeding up the convergence of iteration methods",
 * 1964): v := β v + γ g, w := w − η v, where γ is 1 in the classical form and 1 − β in the averaged one, in which v is a running
 * mean of gradients.
 *
 * @param learningRate η
 * @param beta β, how much of the direction is kept; 0.9 is usual
 * @param averaged whether γ = 1 − β
 */
public record Momentum(Schedule learningRate, double beta, boolean averaged) implements Optimizer {

  /** Checks β. */
  public Momentum {
    Hyperparameters.requireDecay("momentum", "a beta", beta);
  }

  /** v := β v + g. */
  public static Momentum classical(double learningRate, double beta) {
    return classical(Schedule.constant(learningRate), beta);
  }

  /** v := β v + g, with a learning rate that changes. */
  public static Momentum classical(Schedule learningRate, double beta) {
    return new Momentum(learningRate, beta, false);
  }

  /** v := β v + (1 − β) g. */
  public static Momentum averaged(double learningRate, double beta) {
    return averaged(Schedule.constant(learningRate), beta);
  }

  /** v := β v + (1 − β) g, with a learning rate that changes. */
  public static Momentum averaged(Schedule learningRate, double beta) {
    return new Momentum(learningRate, beta, true);
  }

  @Override
  public List<Tensor> slots(Tensor w) {
    return List.of(Tensor.zeros(w.type()));
  }

  @Override
  public Update update(Tensor w, Tensor g, List<Tensor> slots, Tensor t) {
    var last = slots.get(0);
    var v = averaged ? RunningMean.next(last, g, beta) : RunningMean.ended(last.mul(beta).add(g));
    return new Update(w.sub(v.mul(learningRate.rate(t).cast(w.dtype()))), List.of(v));
  }
}
