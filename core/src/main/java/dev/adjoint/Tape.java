package dev.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.internal.Message;
import dev.adjoint.internal.PostOrder;
import dev.adjoint.internal.flight.BackwardEvent;
import dev.adjoint.internal.flight.Flight;

/**
 * The Wengert list of one or more outputs: the tracked nodes they were computed from, every node after its inputs (R. E. Wengert,
 * "A simple automatic derivative evaluation program", Comm. ACM 7, 1964).
 *
 * <p>The reverse pass walks it backward. Each node hands its gradient to the backward rule of its operation, which gives the
 * gradient with respect to each input: ∇xᵢ += ∇y·∂y/∂xᵢ, the multivariable chain rule. Parts of a tensor wait for each other, and
 * bring their gradients together. The pass knows no operation, uses no recursion, and asks no rule for a gradient that leads
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
    var parts = new HashMap<Tensor, List<Tensor>>(); // of a node that is still to come; or its results
    boolean remembers = DebugScope.keepsHistory();
    boolean watched = DebugScope.isScope();
    for (var node : nodes.reversed()) {
      // Unless it is to be differentiated again, a gradient is computed from constants and forgets how.
      var x = differentiable ? node.inputs() : constants(node.inputs(), remembers);
      if (node.op() instanceof Op.Multi op) {
        var results = ((Tuple) node).results();
        var dy = ofResults(results.size(), parts.remove(node), gradients);
        boolean again = differentiable || dy.stream().flatMap(Optional::stream).anyMatch(Tensor::isTracked);
        add(node, wanted -> op.grads(wanted, x, differentiable ? results : constants(results, remembers), dy), x, again,
            gradients);
        continue;
      }
      var y = differentiable ? node : constant(node, remembers);
      if (!parts.isEmpty() && parts.containsKey(node)) {
        ofParts(parts.remove(node), y, gradients).forEach(dx -> gradients.merge(node, dx, Tensor::add));
      }
      var dy = gradients.get(node);
      if (node.op() instanceof Op.Joint op) {
        add(node, wanted -> op.grads(wanted, x, y, dy), x, differentiable || dy.isTracked(), gradients);
      } else if (node.op() instanceof Op.Result) {
        parts.computeIfAbsent(node.inputs().getFirst(), _ -> new ArrayList<>()).add(node);
      } else if (!watched && node.op() instanceof Op.Part) {
        var whole = node.inputs().getFirst();
        if (members.contains(whole)) {
          parts.computeIfAbsent(whole, _ -> new ArrayList<>()).add(node);
        }
      } else {
        for (int i = 0; i < x.size(); i++) {
          var input = node.inputs().get(i);
          if (members.contains(input)) {
            var dx = watched ? watchedRule(node, i, x, y, dy) : rule(node.op(), i, x, y, dy);
            gradients.merge(input, fitted(node.op(), i, x, dx, node.origin()), Tensor::add);
          }
        }
      }
    }
    return new Gradients(outputs, gradients);
  }

  /** Adds the gradients of those inputs of a node that lead somewhere, as a rule gives them all at once. */
  private void add(Tensor node, Function<List<Integer>, List<Tensor>> rule, List<Tensor> x, boolean again,
      Map<Tensor, Tensor> gradients) {
    var wanted = IntStream.range(0, x.size()).filter(i -> members.contains(node.inputs().get(i))).boxed().toList();
    var dx = rule.apply(wanted);
    for (int k = 0; k < wanted.size(); k++) {
      int i = wanted.get(k);
      var own = again ? dx.get(k) : constant(dx.get(k), DebugScope.keepsHistory());
      gradients.merge(node.inputs().get(i), fitted(node.op(), i, x, own, node.origin()), Tensor::add);
    }
  }

  /** The gradients of the results of an operation by their places; several nodes may read one. */
  private static List<Optional<Tensor>> ofResults(int size, List<Tensor> read, Map<Tensor, Tensor> gradients) {
    return IntStream.range(0, size).mapToObj(place -> read.stream().filter(y -> y.op().equals(new Op.Result(place)))
        .map(gradients::get).reduce(Tensor::add)).toList();
  }

  /** What parts of x add to its gradient, those of one kind together. */
  private static List<Tensor> ofParts(List<Tensor> parts, Tensor x, Map<Tensor, Tensor> gradients) {
    var kinds = parts.stream()
        .collect(Collectors.groupingBy(part -> part.op().getClass(), LinkedHashMap::new, Collectors.toList()));
    return kinds.values().stream().map(kind -> {
      var ops = kind.stream().map(part -> (Op.Part) part.op()).toList();
      var first = ops.getFirst();
      return fitted(first, 0, List.of(x), first.gradOfAll(ops, x, kind.stream().map(gradients::get).toList()),
          Origin.NONE);
    }).toList();
  }

  static Tensor constant(Tensor x, boolean remembers) {
    return remembers ? x.detach() : x.forget();
  }

  static List<Tensor> constants(List<Tensor> x, boolean remember) {
    return switch (x.size()) {
      case 0 -> x;
      case 1 -> List.of(constant(x.get(0), remember));
      case 2 -> List.of(constant(x.get(0), remember), constant(x.get(1), remember));
      default -> x.stream().map(input -> constant(input, remember)).toList();
    };
  }

  /** What a node adds to the gradient of its i-th input if its own gradient is ∇y: one term of the chain rule. */
  public static Tensor contribution(Tensor node, int i, Tensor dy) {
    return contribution(node.op(), i, constants(node.inputs(), false), constant(node, false), dy);
  }

  /** What a node of several results adds to the gradients of some inputs, if some nodes read these results. */
  static List<Tensor> contributions(Tuple node, List<Integer> inputs, List<Tensor> reads,
      Map<Tensor, Tensor> gradients) {
    var results = constants(node.results(), false);
    return ((Op.Multi) node.op()).grads(inputs, constants(node.inputs(), false), results,
        ofResults(results.size(), reads, gradients));
  }

  /** What y = op(x) adds to the gradient of xᵢ. */
  static Tensor contribution(Op operation, int i, List<Tensor> x, Tensor y, Tensor dy) {
    return fitted(operation, i, x, rule(operation, i, x, y, dy), Origin.NONE);
  }

  /** A gradient in the type of its input, summed over the copies that broadcasting made. */
  private static Tensor fitted(Op operation, int i, List<Tensor> x, Tensor dx, Origin origin) {
    var type = x.get(i).type();
    var sum = operation instanceof Op.Broadcasting ? dx.sumTo(type.shape()) : dx;
    if (!sum.type().equals(type)) {
      throw Message.state(operation.name(), "the backward rule gives %s for input %d, which is %s%s", sum.type(), i,
          type, origin.line());
    }
    return sum;
  }

  private static Tensor watchedRule(Tensor node, int i, List<Tensor> x, Tensor y, Tensor dy) {
    return DebugScope.gradient(node, i, dy, () -> rule(node.op(), i, x, y, dy));
  }

  /** The backward rule of an operation for one input. */
  static Tensor rule(Op operation, int i, List<Tensor> x, Tensor y, Tensor dy) {
    return switch (operation) {
      case Op.Unary op -> op.grad(x.get(0), y, dy);
      case Op.Binary op -> i == 0 ? op.gradLeft(x.get(0), x.get(1), y, dy) : op.gradRight(x.get(0), x.get(1), y, dy);
      case Op.Nary op -> op.grad(i, x, y, dy);
      case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(operation);
    };
  }
}
