package dev.adjoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.adjoint.internal.Message;

/**
 * The Wengert list of an output: the tracked nodes it was computed from, every node after its inputs (R. E. Wengert, "A simple
 * automatic derivative evaluation program", Comm. ACM 7, 1964).
 *
 * <p>The reverse pass walks it backward. Each node hands its gradient to the backward rule of its operation, which gives the
 * gradient with respect to each input: ∇xᵢ += ∇y·∂y/∂xᵢ, the multivariable chain rule. The pass knows no operation, uses no
 * recursion, and asks no rule for a gradient that leads nowhere.
 */
public final class Tape {
  private final Tensor output;
  private final List<Tensor> nodes;
  private final Set<Tensor> members;

  private Tape(Tensor output, List<Tensor> nodes, Set<Tensor> members) {
    this.output = output;
    this.nodes = nodes;
    this.members = members;
  }

  /**
   * The tape of an output, with all tracked nodes.
   *
   * @throws IllegalStateException if the output is not tracked
   */
  public static Tape of(Tensor output) {
    if (!output.isTracked()) {
      throw Message.state("backward",
          "%s is not tracked: it was computed from no Tensor.variable(…), or through an operation "
              + "that is not differentiable, such as a comparison",
          output);
    }
    var members = new HashSet<Tensor>();
    return new Tape(output, inOrder(output, members), members);
  }

  /** Only the nodes that lie between the given ones and the output, so that nothing else is computed. */
  public Tape to(Tensor... targets) {
    var leads = new HashSet<>(Arrays.asList(targets));
    var needed = new ArrayList<Tensor>();
    for (var node : nodes) {
      if (leads.contains(node) || node.inputs().stream().anyMatch(leads::contains)) {
        leads.add(node);
        needed.add(node);
      }
    }
    return new Tape(output, needed, leads);
  }

  /** The nodes, every node after its inputs; the output is the last one. */
  public List<Tensor> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** Depth first, with a stack of its own: a node stays on it until everything that it waits for is in order. */
  private static List<Tensor> inOrder(Tensor output, Set<Tensor> members) {
    var order = new ArrayList<Tensor>();
    var stack = new ArrayDeque<Tensor>();
    var open = new ArrayDeque<Tensor>();
    stack.push(output);
    while (!stack.isEmpty()) {
      var node = stack.peek();
      if (node.equals(open.peek())) {
        order.add(node);
        open.pop();
        stack.pop();
      } else if (members.add(node)) {
        open.push(node);
        for (var x : node.inputs()) {
          if (x.isTracked() && !members.contains(x)) {
            stack.push(x);
          }
        }
      } else {
        stack.pop();
      }
    }
    return order;
  }

  /**
   * The gradients of the output, which is one number.
   *
   * @throws IllegalStateException if it is not
   */
  public Gradients backward() {
    return backward(seed(), false);
  }

  /** The gradients of Σ cotangent ⊙ output. */
  public Gradients backward(Tensor cotangent) {
    return backward(cotangent, false);
  }

  /** The gradients of the output, which is one number, as tracked tensors: they can be differentiated again. */
  public Gradients differentiableBackward() {
    return backward(seed(), true);
  }

  /** The gradients of Σ cotangent ⊙ output as tracked tensors: they can be differentiated again. */
  public Gradients differentiableBackward(Tensor cotangent) {
    return backward(cotangent, true);
  }

  private Tensor seed() {
    if (output.size() != 1) {
      throw Message.state("backward",
          "%s is not one number: reduce it, e.g. with sum(), or pass a cotangent of its type",
          output.type());
    }
    return Tensor.ones(output.type());
  }

  private Gradients backward(Tensor cotangent, boolean differentiable) {
    if (!cotangent.type().equals(output.type())) {
      throw Message.illegal("backward", "the cotangent of %s is of type %s", output.type(), cotangent.type());
    }
    var gradients = HashMap.<Tensor, Tensor>newHashMap(nodes.size());
    gradients.put(output, cotangent);
    for (var node : nodes.reversed()) {
      var dy = gradients.get(node);
      // Unless it is to be differentiated again, a gradient is computed from constants and forgets how.
      var y = differentiable ? node : node.detach();
      var x = differentiable ? node.inputs() : detached(node.inputs());
      for (int i = 0; i < x.size(); i++) {
        var input = node.inputs().get(i);
        if (members.contains(input)) {
          gradients.merge(input, contribution(node.op(), i, x, y, dy), Tensor::add);
        }
      }
    }
    return new Gradients(output, gradients);
  }

  private static List<Tensor> detached(List<Tensor> x) {
    return switch (x.size()) {
      case 0 -> x;
      case 1 -> List.of(x.get(0).detach());
      case 2 -> List.of(x.get(0).detach(), x.get(1).detach());
      default -> x.stream().map(Tensor::detach).toList();
    };
  }

  /** What a node adds to the gradient of its i-th input if its own gradient is ∇y: one term of the chain rule. */
  public static Tensor contribution(Tensor node, int i, Tensor dy) {
    return contribution(node.op(), i, detached(node.inputs()), node.detach(), dy);
  }

  /** What y = op(x) adds to the gradient of xᵢ. */
  private static Tensor contribution(Op operation, int i, List<Tensor> x, Tensor y, Tensor dy) {
    var dx = switch (operation) {
      case Op.Unary op -> op.grad(x.get(0), y, dy);
      case Op.Binary op -> i == 0 ? op.gradLeft(x.get(0), x.get(1), y, dy) : op.gradRight(x.get(0), x.get(1), y, dy);
      case Op.Nary op -> op.grad(i, x, y, dy);
      case Op.Leaf op -> throw new AssertionError(op);
    };
    var type = x.get(i).type();
    var sum = operation instanceof Op.Broadcasting ? dx.sumTo(type.shape()) : dx;
    if (!sum.type().equals(type)) {
      throw Message.state(operation.name(), "the backward rule gives %s for input %d, which is %s", sum.type(), i,
          type);
    }
    return sum;
  }
}
