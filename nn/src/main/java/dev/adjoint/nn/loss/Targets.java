package dev.adjoint.nn.loss;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/** What targets must be like: what does not fit outputs would broadcast, to a number that looks like any other. */
public final class Targets {
  private Targets() {}

  /**
   * Checks that there is a target for each output. Outputs [n, 1] and targets [n] would broadcast to [n, n], a loss that is small
   * where all outputs are the mean target.
   *
   * @throws IllegalArgumentException if shapes differ
   */
  public static void requireShape(String operation, Tensor output, Tensor target) {
    if (!target.shape().equals(output.shape())) {
      throw new IllegalArgumentException(
          operation + ": outputs " + output.type() + " need targets of their shape, got " + target.type());
    }
  }

  /**
   * Checks that there is a probability for each output.
   *
   * @throws IllegalArgumentException if shapes differ, or if one is known that is not between 0 and 1
   */
  public static void requireProbabilities(String operation, Tensor output, Tensor target) {
    requireShape(operation, output, target);
    if (!target.isSymbolic() && target.size() > 0) {
      double least = target.min().cast(DType.FLOAT64).item();
      double most = target.max().cast(DType.FLOAT64).item();
      if (!(least >= 0 && most <= 1)) {
        throw new IllegalArgumentException(
            operation + ": targets are probabilities, but these are between " + least + " and " + most);
      }
    }
  }

  /**
   * Checks that there is a class for each row of outputs [n, c]: an index, INT32 [n], or probabilities [n, c].
   *
   * @throws IllegalArgumentException if not, or if an index is known and none of the c classes
   */
  public static void requireClasses(String operation, Tensor output, Tensor target) {
    if (output.shape().rank() > 0 && output.shape().dim(-1) == 1) {
      throw new IllegalArgumentException(operation + ": outputs " + output.type()
          + " have one number for each example, where there is no class to choose; for yes or no use SigmoidCrossEntropy and "
          + "BinaryAccuracy");
    }
    if (target.dtype().isFloating() && target.shape().equals(output.shape())) {
      return;
    }
    requireIndices(operation, output, target, " or probabilities of their shape");
  }

  /**
   * Checks that there is a class index, INT32 [n], for each row of outputs [n, c].
   *
   * @throws IllegalArgumentException if not, or if an index is known and none of the c classes
   */
  public static void requireIndices(String operation, Tensor output, Tensor target) {
    requireIndices(operation, output, target, "");
  }

  private static void requireIndices(String operation, Tensor output, Tensor target, String others) {
    if (output.shape().rank() == 0) {
      throw new IllegalArgumentException(operation + ": outputs " + output.type() + " have no axis of classes");
    }
    var rows = output.shape().without(-1);
    if (target.dtype() != DType.INT32 || !target.shape().equals(rows)) {
      throw new IllegalArgumentException(operation + ": outputs " + output.type() + " need class indices " + DType.INT32
          + rows + others + ", got " + target.type() + advice(rows, output, target));
    }
    if (!target.isSymbolic()) {
      requireWithin(operation, output.shape().dim(-1), target.toInts());
    }
  }

  private static String advice(Shape rows, Tensor output, Tensor target) {
    if (target.dtype() == DType.INT32 && target.shape().size() == rows.size()) {
      return "; reshape them to " + rows;
    }
    return target.shape().equals(output.shape()) ? "; argmax(-1) makes indices of rows with a one" : "";
  }

  private static void requireWithin(String operation, int classes, int... labels) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            operation + ": label " + labels[i] + " of row " + i + ", but " + classes + " logits");
      }
    }
  }
}
