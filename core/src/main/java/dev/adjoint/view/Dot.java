package dev.adjoint.view;

import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A graph in the language of Graphviz: {@code dot -Tsvg}. */
final class Dot {
  private final StringBuilder text = new StringBuilder();
  private int depth = 1;

  private Dot() {}

  static String of(Graph graph) {
    return new Dot().write(graph);
  }

  private String write(Graph graph) {
    text.append("""
        digraph {
          graph [fontname="sans-serif", fontsize=12]
          node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif", fontsize=11]
          edge [color="#666666"]
        """);
    new Clusters(graph, this::open, this::node, this::close).walk(OptionalInt.empty());
    for (var node : graph.nodes()) {
      node.operands().forEach(operand -> line("n" + operand.node() + " -> n" + node.number()
          + (operand.result().isEmpty() ? "" : " [label=" + quoted(operand.result()) + "]")));
    }
    return text.append("}\n").toString();
  }

  private void open(Group group, int number) {
    line("subgraph cluster_" + number + " {");
    depth++;
    line("label=" + quoted(group.name()));
  }

  private void close() {
    depth--;
    line("}");
  }

  private void node(Node node) {
    line("n" + node.number() + " [label="
        + Label.of(node).stream().map(line -> escaped(line.text())).collect(Collectors.joining("\\n", "\"", "\""))
        + switch (node.kind()) {
          case VARIABLE -> ", fillcolor=\"#e3f2e6\"";
          case INPUT -> ", fillcolor=\"#e6eefb\"";
          case CONSTANT -> ", fillcolor=\"#eeeeee\"";
          case OPERATION, STEP -> "";
        } + "]");
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private static String quoted(String s) {
    return '"' + escaped(s) + '"';
  }

  /** A backslash would start an escape sequence of labels, such as \N for the name of the node. */
  private static String escaped(String s) {
    return s.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ");
  }
}
