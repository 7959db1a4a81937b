package dev.adjoint.nn.optim;

import java.util.List;

import dev.adjoint.Tensor;

/**
 * Steps scaled by running moments of the gradient (D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR
 * 2015): m := β₁ m + (1 − β₁) g, v := β₂ v + (1 − β₂) g², w := w − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
 *
 * @param learningRate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record Adam(Schedule learningRate, double beta1, double beta2, double epsilon) implements Optimizer {

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
    var m = Faded.of(slots.get(0).mul(beta1).add(g.mul(1 - beta1)));
    var v = Faded.of(slots.get(1).mul(beta2).add(g.square().mul(1 - beta2)));
    // m̂ and v̂ are m and v times a number each, so it is the numbers that are divided.
    var rate = learningRate.at(t).div(t.scalar(beta1).pow(t).rsub(1)); // η / (1 − β₁ᵗ)
    var scale = t.scalar(beta2).pow(t).rsub(1).sqrt().reciprocal(); // 1 / √(1 − β₂ᵗ)
    return new Update(w.sub(m.mul(rate).div(v.sqrt().mul(scale).add(epsilon))), List.of(m, v));
  }
}
