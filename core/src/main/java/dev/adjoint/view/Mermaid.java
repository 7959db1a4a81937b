package dev.adjoint.view;

import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A graph as a flowchart in the language of Mermaid, which code-hosting sites draw. */
final class Mermaid {
  private final StringBuilder text = new StringBuilder("flowchart TB\n");
  private int depth = 1;

  private Mermaid() {}

  static String of(Graph graph) {
    return new Mermaid().write(graph);
  }

  private String write(Graph graph) {
    new Clusters(graph, this::open, this::node, this::close).walk(OptionalInt.empty());
    for (var node : graph.nodes()) {
      node.operands().forEach(operand -> line("n" + operand.node()
          + (operand.result().isEmpty() ? " --> n" : " -->|" + quoted(operand.result()) + "| n") + node.number()));
    }
    return text.append("""
          classDef variable fill:#e3f2e6,stroke:#2e7d32,color:#111
          classDef input fill:#e6eefb,stroke:#1f5fbf,color:#111
          classDef constant fill:#eeeeee,stroke:#888888,color:#111
        """).toString();
  }

  private void open(Group group, int number) {
    line("subgraph g" + number + "[" + quoted(group.name()) + "]");
    depth++;
  }

  private void close() {
    depth--;
    line("end");
  }

  private void node(Node node) {
    var label = Label.of(node).stream().map(line -> escaped(line.text()))
        .collect(Collectors.joining("<br>", "\"", "\""));
    line("n" + node.number() + switch (node.kind()) {
      case VARIABLE -> "([" + label + "]):::variable";
      case INPUT -> "([" + label + "]):::input";
      case CONSTANT -> "([" + label + "]):::constant";
      case OPERATION, STEP -> "[" + label + "]";
    });
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private static String quoted(String s) {
    return '"' + escaped(s) + '"';
  }

  /** Whatever Mermaid or the HTML it makes could take for its own, as character codes. */
  private static String escaped(String s) {
    return s.codePoints()
        .mapToObj(c -> "\"#&<>;`\\*_[]{}|".indexOf(c) >= 0 ? "#" + c + ";" : c < ' ' ? " " : Character.toString(c))
        .collect(Collectors.joining());
  }
}
