package dev.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.adjoint.internal.Message;
import dev.adjoint.internal.PostOrder;
import dev.adjoint.internal.flight.BackwardEvent;
import dev.adjoint.internal.flight.Flight;

/**
 * The Wengert list of one or more outputs: the tracked nodes they were computed from, every node after its inputs (R. E. Wengert,
 * "A simple automatic derivative evaluation program", Comm. ACM 7, 1964).
 *
 * <p>The reverse pass walks it backward. Each node hands its gradient to the backward rule of its operation, which gives the
 * gradient with respect to each input: ∇xᵢ += ∇y·∂y/∂xᵢ, the multivariable chain rule. What was selected from a tensor waits, and
 * goes back together. The pass knows no operation, uses no recursion, and asks no rule for a gradient that leads
 * nowhere. The {@linkplain #forward forward pass} walks it the other way.
 */
public final class Tape {
  private final List<Tensor> outputs;
  private final List<Tensor> nodes;
  private final Set<Tensor> members;

  private Tape(List<Tensor> outputs, List<Tensor> nodes, Set<Tensor> members) {
    this.outputs = outputs;
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
    return of(List.of(output), Set.of());
  }

  /**
   * The tape of several outputs down to some nodes: what those were computed from stays out. An output that is not tracked is
   * not on it.
   */
  public static Tape downTo(List<Tensor> ends, List<Tensor> outputs) {
    return of(List.copyOf(outputs), new HashSet<>(ends));
  }

  private static Tape of(List<Tensor> outputs, Set<Tensor> ends) {
    var members = new HashSet<Tensor>();
    return new Tape(outputs, inOrder(outputs, ends, Tensor::isTracked, members), members);
  }

  /** Only the nodes that lie between the given ones and the outputs, so that nothing else is computed. */
  public Tape to(Tensor... targets) {
    var leads = new HashSet<>(Arrays.asList(targets));
    var needed = new ArrayList<Tensor>();
    for (var node : nodes) {
      if (leads.contains(node) || !Collections.disjoint(leads, node.inputs())) {
        leads.add(node);
        needed.add(node);
      }
    }
    return new Tape(outputs, needed, leads);
  }

  /** The nodes, every node after its inputs; a single output is the last one. */
  public List<Tensor> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /**
   * The nodes of a kind under some outputs down to some ends, every node after its inputs.
   *
   * @param members receives the nodes; what is in it already is left out, and what is below
   */
  static List<Tensor> inOrder(List<Tensor> outputs, Set<Tensor> ends, Predicate<Tensor> belongs, Set<Tensor> members) {
    return PostOrder.of(outputs, node -> ends.contains(node) ? List.of() : node.inputs(), belongs, members);
  }

  /**
   * The gradients of the output, which is one number.
   *
   * @throws IllegalStateException if it is not
   */
  public Gradients backward() {
    return backward(List.of(seed()), false);
  }

  /** The gradients of Σ cotangent ⊙ output. */
  public Gradients backward(Tensor cotangent) {
    return backward(List.of(cotangent), false);
  }

  /** The gradients of Σ cotangentₖ ⊙ outputₖ over all outputs. */
  public Gradients backward(List<Tensor> cotangents) {
    return backward(cotangents, false);
  }

  /** The gradients of the output, which is one number, as tracked tensors: they can be differentiated again. */
  public Gradients differentiableBackward() {
    return backward(List.of(seed()), true);
  }

  /** The gradients of Σ cotangent ⊙ output as tracked tensors: they can be differentiated again. */
  public Gradients differentiableBackward(Tensor cotangent) {
    return backward(List.of(cotangent), true);
  }

  /** The gradients of Σ cotangentₖ ⊙ outputₖ over all outputs as tracked tensors: they can be differentiated again. */
  public Gradients differentiableBackward(List<Tensor> cotangents) {
    return backward(cotangents, true);
  }

  /**
   * The tangents of the outputs: the directions ẏ = Σ ∂y/∂x·ẋ in which they move if nodes x move in the given directions ẋ, each
   * of its node's type. A node with a direction of its own moves in no other.
   */
  public List<Tensor> forward(Map<Tensor, Tensor> directions) {
    return forward(directions, false);
  }

  /** The tangents of the outputs as tracked tensors: they can be differentiated again. */
  public List<Tensor> differentiableForward(Map<Tensor, Tensor> directions) {
    return forward(directions, true);
  }

  private List<Tensor> forward(Map<Tensor, Tensor> directions, boolean differentiable) {
    var pass = new ForwardPass(directions, differentiable).over(nodes);
    return outputs.stream().map(pass::of).toList();
  }

  private Tensor seed() {
    var output = outputs.getFirst();
    if (outputs.size() > 1 || output.size() != 1) {
      throw Message.state("backward",
          "%s is not one number: reduce it, e.g. with sum(), or pass a cotangent of its type",
          output.type());
    }
    return Tensor.ones(output.type());
  }

  private Gradients backward(List<Tensor> cotangents, boolean differentiable) {
    if (cotangents.size() != outputs.size()) {
      throw Message.illegal("backward", "%d outputs need as many cotangents, got %d", outputs.size(),
          cotangents.size());
    }
    for (int k = 0; k < cotangents.size(); k++) {
      if (!cotangents.get(k).type().equals(outputs.get(k).type())) {
        throw Message.illegal("backward", "the cotangent of %s is of type %s", outputs.get(k).type(),
            cotangents.get(k).type());
      }
    }
    return Flight.recordsBackward() ? recorded(cotangents, differentiable) : pass(cotangents, differentiable);
  }

  private Gradients recorded(List<Tensor> cotangents, boolean differentiable) {
    var event = BackwardEvent.begun();
    var gradients = pass(cotangents, differentiable);
    var types = outputs.size() == 1 ? outputs.getFirst().type() : outputs.stream().map(Tensor::type).toList();
    event.ended(types, nodes.size(), nodes.stream().mapToLong(node -> node.type().bytes()).sum());
    return gradients;
  }

  private Gradients pass(List<Tensor> cotangents, boolean differentiable) {
    var gradients = HashMap.<Tensor, Tensor>newHashMap(nodes.size());
    for (int k = 0; k < cotangents.size(); k++) {
      gradients.merge(outputs.get(k), cotangents.get(k), Tensor::add);
    }
    var selected = new HashMap<Tensor, List<Tensor>>(); // what was selected from a node that is still to come
    for (var node : nodes.reversed()) {
      var rule = LocalRule.of(node, differentiable);
      var selections = selected.remove(node);
      if (selections != null) {
        rule.together(selections, gradients).forEach(dy -> gradients.merge(node, dy, Tensor::add));
      }
      var wanted = leading(node.inputs());
      if (node.op() instanceof Op.Selection) {
        wanted.forEach(i -> selected.computeIfAbsent(node.inputs().get(i), _ -> new ArrayList<>()).add(node));
      } else if (!wanted.isEmpty()) {
        var dx = rule.gradients(wanted, gradients.get(node));
        for (int k = 0; k < wanted.size(); k++) {
          gradients.merge(node.inputs().get(wanted.get(k)), dx.get(k), Tensor::add);
        }
      }
    }
    return new Gradients(outputs, gradients);
  }

  /** The positions of those inputs of a node that are on the tape. */
  private List<Integer> leading(List<Tensor> inputs) {
    var positions = new ArrayList<Integer>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      if (members.contains(inputs.get(i))) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** What a node adds to the gradient of its i-th input, if it has a gradient; its results, if it stands for several. */
  public static Optional<Tensor> contribution(Tensor node, int i, Gradients found) {
    return found.present(node).map(dy -> contribution(node, i, dy.detach()));
  }

  /** What a node adds to the gradient of its i-th input if its own gradient is ∇y: one term of the chain rule. */
  public static Tensor contribution(Tensor node, int i, Tensor dy) {
    return LocalRule.of(node, false).gradients(List.of(i), dy).getFirst();
  }
}
