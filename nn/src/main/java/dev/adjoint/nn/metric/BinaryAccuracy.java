package dev.adjoint.nn.metric;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.loss.Targets;

/**
 * The fraction of outputs that are on the side of the threshold where the target, 0 or 1, is.
 *
 * @param threshold 0.5 for probabilities, 0 for logits
 */
public record BinaryAccuracy(double threshold) implements Metric {

  /** Checks the threshold. */
  public BinaryAccuracy {
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("binaryAccuracy: the threshold is NaN");
    }
  }

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public double of(Tensor output, Tensor target) {
    Targets.requireShape("binaryAccuracy", output, target);
    var says = output.greater(threshold).cast(DType.FLOAT64);
    var is = target.greater(0.5).cast(DType.FLOAT64);
    return says.equal(is).cast(DType.FLOAT64).mean().item();
  }
}
