package dev.adjoint.nn.data;

import java.util.function.UnaryOperator;

import dev.adjoint.DType;
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
  private static final int ROWS = 8192;

  /** The mean and deviation of each column of inputs [n, d], summed up in FLOAT64. */
  public static Standardizer fit(Tensor inputs) {
    // Equal numbers are told by their range: rounding may give them a mean beside them and a deviation that is not 0.
    var lowest = inputs.min(Axes.keep(0));
    var constant = lowest.equal(inputs.max(Axes.keep(0)));
    var mean = mean(inputs, x -> x);
    var variance = mean(inputs, x -> x.sub(mean).square());
    return new Standardizer(constant.where(lowest, mean.cast(inputs.dtype())),
        constant.where(1, variance.sqrt().cast(inputs.dtype())));
  }

  /** The mean of f(x) over the rows x, of which some at a time are made FLOAT64. */
  private static Tensor mean(Tensor inputs, UnaryOperator<Tensor> f) {
    int n = inputs.shape().dim(0);
    var sum = Tensor.zeros(DType.FLOAT64.tensor(1, inputs.shape().dim(1)));
    for (int from = 0; from < n; from += ROWS) {
      var rows = inputs.slice(0, from, Math.min(n, from + ROWS)).cast(DType.FLOAT64);
      sum = sum.add(f.apply(rows).sum(Axes.keep(0)));
    }
    return sum.div(n);
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
