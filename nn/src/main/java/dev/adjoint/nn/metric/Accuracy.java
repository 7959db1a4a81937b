package dev.adjoint.nn.metric;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.loss.Targets;

/**
 * The fraction of examples whose largest output [n, c] is at the right class; targets are class indices, INT32 [n], or rows of
 * probabilities [n, c].
 */
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public double of(Tensor output, Tensor target) {
    Targets.requireClasses(name(), output, target);
    var labels = target.dtype() == DType.INT32 ? target : target.argmax(-1);
    return output.argmax(-1).equal(labels).cast(DType.FLOAT64).mean().item();
  }
}
