package dev.adjoint.view;

import java.util.ArrayDeque;
import java.util.BitSet;

/** A graph as an indented tree, from the output down; what is used again is drawn once, and named from then on. */
final class Outline {
  /** Deeper lines are not indented any further. */
  private static final int DEEPEST = 24;

  private record Line(int node, String indent, String branch, int depth) {
  }

  private Outline() {}

  static String of(Graph graph) {
    var text = new StringBuilder();
    var seen = new BitSet();
    var waiting = new ArrayDeque<Line>();
    graph.outputs().reversed().forEach(output -> waiting.push(new Line(output.number(), "", "", 0)));
    while (!waiting.isEmpty()) {
      var line = waiting.pop();
      var node = graph.nodes().get(line.node);
      boolean again = seen.get(line.node) && !node.operands().isEmpty();
      text.append(line.indent).append(line.branch).append(again ? node.symbol() + " (above)" : describe(graph, node))
          .append('\n');
      if (!again) {
        seen.set(line.node);
        var indent = line.depth > DEEPEST ? line.indent : line.indent + switch (line.branch) {
          case "" -> "";
          case "└─ " -> "   ";
          default -> "│  ";
        };
        for (int i = node.operands().size() - 1; i >= 0; i--) {
          var branch = i == node.operands().size() - 1 ? "└─ " : "├─ ";
          waiting.push(new Line(node.operands().get(i).node(), indent, branch, line.depth + 1));
        }
      }
    }
    return text.toString();
  }

  private static String describe(Graph graph, Node node) {
    var text = new StringBuilder(node.symbol());
    if (!node.formula().isEmpty()) {
      text.append(node.kind() == Node.Kind.STEP ? ": " : " = ").append(node.formula());
    }
    var value = node.value().map(Quantity::brief);
    if (value.isPresent() && !value.get().equals(node.symbol())) {
      text.append(" = ").append(value.get());
    }
    if (node.kind() == Node.Kind.STEP || !node.value().map(Quantity::isNumber).orElse(false)) {
      text.append("  ").append(node.type());
    }
    node.gradient().ifPresent(gradient -> text.append("  ∇ ").append(gradient.brief()));
    node.group().ifPresent(group -> text.append("  (").append(graph.groups().get(group).name()).append(')'));
    node.notes().forEach(note -> text.append("  ").append(note));
    return text.toString();
  }
}
