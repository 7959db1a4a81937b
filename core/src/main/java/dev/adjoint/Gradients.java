package dev.adjoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.adjoint.internal.Message;

/** What a reverse pass found: the gradient of the outputs with respect to the nodes on its tape. */
public final class Gradients {
  private final List<Tensor> outputs;
  private final Map<Tensor, Tensor> gradients;

  Gradients(List<Tensor> outputs, Map<Tensor, Tensor> gradients) {
    this.outputs = outputs;
    this.gradients = gradients;
  }

  /**
   * The gradient with respect to a tensor, of that tensor's type.
   *
   * @throws IllegalArgumentException if the output does not depend on it
   */
  public Tensor of(Tensor x) {
    if (!reach(x)) {
      throw Message.illegal("gradient", "the output %s was not computed from %s%s; orZero(…) gives 0 for such a tensor",
          types(outputs), describe(x),
          x.isTracked() ? "" : ", which is not tracked (make it with Tensor.variable)");
    }
    return gradients.get(x);
  }

  static String types(List<Tensor> outputs) {
    return outputs.stream().map(y -> y.type().toString()).collect(Collectors.joining(", "));
  }

  private static String describe(Tensor x) {
    return x.name().map(name -> name + ": ").orElse("") + x.type() + " made by " + x.op().name();
  }

  /** The gradient with respect to a tensor, which is 0 if the output does not depend on it. */
  public Tensor orZero(Tensor x) {
    return reach(x) ? gradients.get(x) : Tensor.zeros(x.type());
  }

  /** Whether the output depends on a tensor. A node that stands for several results has no gradient: each of them has its own. */
  public boolean reach(Tensor x) {
    return gradients.containsKey(x) && !(x instanceof Tuple);
  }

  /** The gradient of a node, if it has one; of all its results, if it stands for several. */
  Optional<Tensor> present(Tensor node) {
    return Optional.ofNullable(gradients.get(node));
  }

  /**
   * Why the gradient with respect to a tensor is what it is: the path from the tensor toward the output with the gradients on it;
   * where the path breaks, if there is no gradient; and which operation makes the gradient zero, if it is zero everywhere. A path
   * through what is not differentiable is remembered only inside of {@link Debug#history}, and lines of code only in a {@link Debug}
   * scope.
   */
  public String explain(Tensor x) {
    return Explanation.of(x, outputs, gradients);
  }
}
