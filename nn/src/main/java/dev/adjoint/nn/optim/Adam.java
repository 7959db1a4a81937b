package dev.adjoint.nn.optim;

import java.util.List;

import dev.adjoint.Tensor;

/**
 * Steps scaled by running moments of the gradient (D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR
 * 2015): m := β₁ m + (1 − β₁) g, v := β₂ v + (1 − β₂) g², w := w − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
 * What m̂ and v̂ are divided by is computed in FLOAT64, whatever the parameters are.
 *
 * @param learningRate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record Adam(Schedule learningRate, double beta1, double beta2, double epsilon) implements Optimizer {

  /** Checks the constants. */
  public Adam {
    Hyperparameters.requireDecay("adam", "a beta1", beta1);
    Hyperparameters.requireDecay("adam", "a beta2", beta2);
    Hyperparameters.requireNonNegative("adam", "an epsilon", epsilon);
  }

  /** With the constants of the paper: β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. */
  public Adam(double learningRate) {
    this(Schedule.constant(learningRate));
  }

  /** With the constants of the paper, and a learning rate that changes. */
  public Adam(Schedule learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  /** With the same learning rate in every step. */
  public Adam(double learningRate, double beta1, double beta2, double epsilon) {
    this(Schedule.constant(learningRate), beta1, beta2, epsilon);
  }

  @Override
  public List<Tensor> slots(Tensor w) {
    return List.of(Tensor.zeros(w.type()), Tensor.zeros(w.type()));
  }

  @Override
  public Update update(Tensor w, Tensor g, List<Tensor> slots, Tensor t) {
    var m = RunningMean.next(slots.get(0), g, beta1);
    var v = RunningMean.next(slots.get(1), g.square(), beta2);
    // m̂ and v̂ are m and v times a number each, so it is the numbers that are divided.
    var rate = learningRate.rate(t).div(t.scalar(beta1).pow(t).rsub(1)); // η / (1 − β₁ᵗ)
    var scale = t.scalar(beta2).pow(t).rsub(1).sqrt().reciprocal(); // 1 / √(1 − β₂ᵗ)
    var step = m.mul(rate.cast(w.dtype())).div(v.sqrt().mul(scale.cast(w.dtype())).add(epsilon));
    return new Update(w.sub(step), List.of(m, v));
  }
}
