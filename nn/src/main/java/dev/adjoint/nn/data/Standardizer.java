package dev.adjoint.nn.data;

import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;

/**
 * z = (x − μ) / σ, feature by feature. Fit it on the training part alone, or the test is no test: what is held out must not
 * shape what is learned. A feature that never varies gives 0.
 *
 * @param mean μ, of shape [1, d]
 * @param deviation σ of the population, of shape [1, d]; 1 for features that do not vary
 */
public record Standardizer(Tensor mean, Tensor deviation) {

  /** The mean and deviation of each column of inputs [n, d]. */
  public static Standardizer fit(Tensor inputs) {
    // Equal numbers are told by their range: rounding may give them a mean beside them and a deviation that is not 0.
    var lowest = inputs.min(Axes.keep(0));
    var constant = lowest.equal(inputs.max(Axes.keep(0)));
    return new Standardizer(constant.where(lowest, inputs.mean(Axes.keep(0))),
        constant.where(1, inputs.standardDeviation(Axes.keep(0))));
  }

  /**
   * The inputs [n, d] in units of σ from μ.
   *
   * @throws IllegalArgumentException if they have other features
   */
  public Tensor apply(Tensor inputs) {
    if (inputs.shape().rank() != mean.shape().rank() || !inputs.shape().without(0).equals(mean.shape().without(0))) {
      throw new IllegalArgumentException(
          "standardizer: inputs " + inputs.type() + " have other features than those it was fit to, " + mean.type());
    }
    return inputs.sub(mean).div(deviation);
  }

  /** The dataset with its inputs in units of σ from μ. */
  public Dataset apply(Dataset data) {
    return new Dataset(apply(data.inputs()), data.targets());
  }
}
