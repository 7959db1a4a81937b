package dev.adjoint.nn.layer;

import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameters;

/**
 * While training, each input is dropped (set to 0) with probability p and the others are scaled by 1/(1 − p), so that the
 * expected value stays; in use, y = x (N. Srivastava et al., "Dropout: a simple way to prevent neural networks from
 * overfitting", JMLR 15, 2014).
 *
 * @param p the probability to drop an input, 0 ≤ p &lt; 1
 */
public record Dropout(double p) implements Layer {

  /** Checks p. */
  public Dropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout: p must be in [0, 1), got " + p);
    }
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    return switch (mode) {
      case Mode.Inference() -> x;
      case Mode.Training step -> step.uniform(x.type()).greaterOrEqual(p).where(x.div(1 - p), 0);
    };
  }

  @Override
  public Parameters parameters() {
    return Parameters.NONE;
  }
}
