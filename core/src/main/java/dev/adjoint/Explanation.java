package dev.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.array.Statistics;

/** Why a gradient is what it is: the path from x toward the output, and where it breaks or becomes zero. */
final class Explanation {
  private static final int MOST = 5;

  private final Tensor x;
  private final List<Tensor> outputs;
  private final Map<Tensor, Tensor> gradients;
  /** Everything the output remembers to be computed from, every node after its inputs. */
  private final List<Tensor> nodes;
  private final StringBuilder text = new StringBuilder();

  private Explanation(Tensor x, List<Tensor> outputs, Map<Tensor, Tensor> gradients) {
    this.x = x;
    this.outputs = outputs;
    this.gradients = gradients;
    this.nodes = Tape.inOrder(outputs, Set.of(), _ -> true, new HashSet<>());
  }

  static String of(Tensor x, List<Tensor> outputs, Map<Tensor, Tensor> gradients) {
    var explanation = new Explanation(x, outputs, gradients);
    explanation.explain();
    return explanation.text.toString().stripTrailing();
  }

  private void explain() {
    var gradient = gradients.get(x);
    if (gradient == null) {
      explainMissing();
    } else if (gradient.isSymbolic()) {
      line("∇ of %s is symbolic: it has no value while a program is traced", describe(x));
    } else if (Statistics.of(gradient.value()).isZero()) {
      explainZero();
    } else {
      line("∇ of %s is not zero: %s", describe(x), Statistics.of(gradient.value()).numbers());
      show(path(this::hasGradient), true);
    }
  }

  // Missing

  private void explainMissing() {
    line("There is no gradient of the output %s with respect to %s", Gradients.types(outputs), describe(x));
    if (!x.isTracked()) {
      line("  it is a constant: make it with Tensor.variable(…) and compute the output from that");
    }
    if (!nodes.contains(x)) {
      explainUnseen();
      return;
    }
    var reached = reachedFromX(Tensor::isTracked);
    var breaks = nodes.stream().filter(node -> !reached.containsKey(node) && !node.isTracked())
        .filter(node -> node.inputs().stream().anyMatch(reached::containsKey)).toList();
    if (outputs.stream().anyMatch(reached::containsKey)) {
      line("  it leads to the output, but the tape was restricted to other tensors: see Tape.to");
    }
    breaks.stream().limit(MOST).forEach(node -> showBreak(reached, node));
    if (breaks.size() > MOST) {
      line("  and %d more such paths", breaks.size() - MOST);
    }
  }

  private void showBreak(Map<Tensor, Tensor> reached, Tensor breaking) {
    var last = breaking.inputs().stream().filter(reached::containsKey).findFirst().orElseThrow();
    show(back(reached, last), false);
    line("  ✗ %s: %s", describe(breaking), whyBroken(breaking));
    show(toOutput(breaking), false);
  }

  private static String whyBroken(Tensor node) {
    if (!node.dtype().isFloating()) {
      return node.dtype() + " is not differentiated: its elements jump from one to the next";
    }
    return node.op() instanceof Op.Identity
        ? "the gradient is stopped here"
        : "its result does not change when its input changes a little";
  }

  @SuppressWarnings("ReferenceEquality") // a node made from this one shares its array; equal numbers alone mean nothing
  private void explainUnseen() {
    var twin = nodes.stream().filter(node -> !node.isSymbolic() && !x.isSymbolic() && node.value() == x.value())
        .findFirst();
    if (twin.isPresent()) {
      line("  the output was computed from another node with the same value: %s", describe(twin.get()));
      line("  named(…), variable(…) and detach() make new nodes: use the new one in place of this");
      return;
    }
    var constants = nodes.stream().filter(node -> node.op() == Op.Leaf.CONSTANT).toList();
    line("  none of the %d nodes that the output remembers is this one", nodes.size());
    if (!constants.isEmpty()) {
      line("  it may have led to a constant among them (there are %d), through an operation that is not differentiable",
          constants.size());
      line(
          "  (argmax, a comparison, cast to INT32, stopGradient, detach): a constant forgets how it was made; to see the path,");
      line("  compute the output inside of Debug.history(() -> …)");
    }
  }

  // Zero

  private void explainZero() {
    line("∇ of %s is zero everywhere", describe(x));
    var reached = reachedFromX(node -> hasGradient(node) && gradients(node).allMatch(Explanation::isZero));
    var causes = new LinkedHashMap<Tensor, Tensor>(); // the node whose gradient is not zero -> its input whose gradient is
    for (var node : nodes) {
      if (hasGradient(node) && !reached.containsKey(node)) {
        node.inputs().stream().filter(reached::containsKey).findFirst().ifPresent(input -> causes.put(node, input));
      }
    }
    outputs.stream().filter(reached::containsKey).findFirst().ifPresent(output -> {
      show(back(reached, output), false);
      line("  ✗ the cotangent that the backward pass began with is zero");
    });
    causes.entrySet().stream().limit(MOST).forEach(cause -> showZero(reached, cause.getKey(), cause.getValue()));
    if (causes.size() > MOST) {
      line("  and %d more such paths", causes.size() - MOST);
    }
  }

  private void showZero(Map<Tensor, Tensor> reached, Tensor node, Tensor input) {
    show(back(reached, input), false);
    var parts = contributions(node, input);
    if (parts.stream().allMatch(Explanation::isZero)) {
      String where = node.op().vanishes();
      line("  ✗ %s: what it passes back is zero%s", describe(node),
          where.isEmpty() ? "" : ", as its derivative is " + where);
      for (int i = 0; i < node.inputs().size(); i++) {
        line("      input %d: %s", i, Statistics.of(node.inputs().get(i).value()));
      }
    } else {
      line("  ✗ %s: what the paths through it and others bring adds up to zero", describe(node));
    }
    gradients(node).filter(gradient -> !isZero(gradient)).findFirst().ifPresent(
        gradient -> line("      its own gradient is not zero: %s", Statistics.of(gradient.value()).numbers()));
  }

  private List<Tensor> contributions(Tensor node, Tensor input) {
    var places = IntStream.range(0, node.inputs().size()).filter(i -> node.inputs().get(i).equals(input)).boxed()
        .toList();
    return places.stream().map(i -> Tape.contribution(node, i, gradients.get(node).detach())).toList();
  }

  private boolean hasGradient(Tensor node) {
    return gradients.containsKey(node);
  }

  /** The gradient of a node, if it has one; those of its results, if it has several. */
  private Stream<Tensor> gradients(Tensor node) {
    return Stream.ofNullable(gradients.get(node)).flatMap(gradient -> gradient.known().stream())
        .flatMap(Optional::stream);
  }

  private static boolean isZero(Tensor gradient) {
    return !gradient.isSymbolic() && Statistics.of(gradient.value()).isZero();
  }

  // Paths

  /** The nodes that x leads to through nodes of a kind, each with the one before it on the way; x is its own. */
  private Map<Tensor, Tensor> reachedFromX(Predicate<Tensor> kind) {
    var reached = new HashMap<Tensor, Tensor>();
    reached.put(x, x);
    for (var node : nodes) {
      if (!reached.containsKey(node) && kind.test(node)) {
        node.inputs().stream().filter(reached::containsKey).findFirst().ifPresent(before -> reached.put(node, before));
      }
    }
    return reached;
  }

  private List<Tensor> path(Predicate<Tensor> kind) {
    var reached = reachedFromX(kind);
    return back(reached, outputs.stream().filter(reached::containsKey).findFirst().orElseThrow());
  }

  /** From x to a node that was reached. */
  private List<Tensor> back(Map<Tensor, Tensor> reached, Tensor end) {
    var path = new ArrayList<>(List.of(end));
    while (!path.getLast().equals(x)) {
      path.add(reached.get(path.getLast()));
    }
    return path.reversed();
  }

  /** The nodes after this one on a way to the output. */
  private List<Tensor> toOutput(Tensor from) {
    var path = new ArrayList<Tensor>();
    var at = from;
    for (var node : nodes) { // every one of them leads to the output, which remembers it
      if (node.inputs().contains(at)) {
        path.add(node);
        at = node;
      }
    }
    return path;
  }

  private void show(List<Tensor> path, boolean withGradients) {
    for (var node : path) {
      var numbers = gradients(node).map(gradient -> Statistics.of(gradient.value()).numbers()).toList();
      line("  %s %s%s", node.equals(x) ? "·" : "→", describe(node),
          withGradients && !numbers.isEmpty() ? ", ∇ " + String.join("; ", numbers) : "");
    }
  }

  private static String describe(Tensor node) {
    return Stream.of(node.name().map(name -> name + ": "),
        Optional.of((node.op() instanceof Op.Leaf leaf ? leaf.toString() : node.op().name()) + " " + node.type()),
        node.line().map(line -> " at " + line)).flatMap(Optional::stream).reduce("", String::concat);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
