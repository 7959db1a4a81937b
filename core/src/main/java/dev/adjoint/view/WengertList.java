package dev.adjoint.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The evaluation trace of a graph beside the trace of its adjoints, as textbooks print it (A. G. Baydin, B. A. Pearlmutter, A.
 * A. Radul, J. M. Siskind, "Automatic differentiation in machine learning: a survey", JMLR 18, 2018, table 3). The reverse trace
 * is read from the bottom up.
 *
 * @param lines in the order of evaluation; numbers that the program text contains have none
 */
public record WengertList(List<Line> lines) {

  /**
   * A node, forward and in reverse.
   *
   * @param node its number in the graph
   * @param forward {@code q = x + y = 3}
   * @param reverse {@code ∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · 1 = -4}; empty if nothing is differentiated by it
   */
  public record Line(int node, String forward, String reverse) {
  }

  /** Keeps the lines. */
  public WengertList {
    lines = List.copyOf(lines);
  }

  /** The traces of a graph. */
  public static WengertList of(Graph graph) {
    var traces = new Traces(graph);
    return new WengertList(graph.nodes().stream().filter(node -> !isLiteral(node))
        .map(node -> new Line(node.number(), forward(node), traces.reverse(node))).toList());
  }

  private static boolean isLiteral(Node node) {
    return node.kind() == Node.Kind.CONSTANT && node.value().map(Quantity::brief).equals(Optional.of(node.symbol()));
  }

  private static String forward(Node node) {
    var text = new StringBuilder(node.symbol());
    if (!node.formula().isEmpty()) {
      text.append(node.kind() == Node.Kind.STEP ? ": " : " = ").append(node.formula());
    }
    text.append(node.value().map(value -> " = " + value.brief()).orElse("  " + node.type()));
    node.notes().forEach(note -> text.append("; ").append(note));
    return text.toString();
  }

  private record Reader(Node node, Operand.Term term) {
    /** Whether the term is a product of two numbers. */
    boolean isScalar() {
      return term.local().isPresent() && term.contribution().isNumber() && node.gradient().orElseThrow().isNumber();
    }

    String values() {
      String local = term.local().orElseThrow().brief();
      return node.gradient().orElseThrow().brief() + " · " + (local.startsWith("-") ? "(" + local + ")" : local);
    }
  }

  private static final class Traces {
    /** For each node, the edges that a gradient comes back on. */
    private final List<List<Reader>> readers = new ArrayList<>();
    private final String adjoint;

    Traces(Graph graph) {
      graph.nodes().forEach(node -> readers.add(new ArrayList<>()));
      for (var node : graph.nodes()) {
        for (var operand : node.operands()) {
          operand.term().ifPresent(term -> readers.get(operand.node()).add(new Reader(node, term)));
        }
      }
      var outputs = graph.outputs();
      boolean ofANumber = outputs.size() == 1 && outputs.getFirst().value().map(Quantity::isNumber).orElse(false);
      this.adjoint = ofANumber ? "∂" + outputs.getFirst().symbol() + "/∂" : "∇";
    }

    String reverse(Node node) {
      return node.gradient().map(gradient -> {
        var text = new StringBuilder(adjoint).append(node.symbol());
        var terms = readers.get(node.number());
        if (!terms.isEmpty()) {
          boolean scalar = terms.stream().allMatch(Reader::isScalar);
          text.append(" = ").append(join(terms, reader -> product(reader, node, scalar)));
          if (scalar) {
            text.append(" = ").append(join(terms, Reader::values));
          }
        }
        return text.append(" = ").append(gradient.brief()).toString();
      }).orElse("");
    }

    /** ∂f/∂y · ∂y/∂x; the transposed Jacobian stands on the left, as it does where gradients are columns. */
    private String product(Reader reader, Node x, boolean scalar) {
      String local = "∂" + reader.node.symbol() + "/∂" + x.symbol();
      String upstream = adjoint + reader.node.symbol();
      return reader.term.local().isPresent()
          ? upstream + (scalar ? " · " : " ⊙ ") + local
          : "(" + local + ")ᵀ · " + upstream;
    }

    private static String join(List<Reader> terms, Function<Reader, String> text) {
      return terms.stream().map(text).collect(Collectors.joining(" + "));
    }
  }

  /** Two columns, numbered. */
  @Override
  public String toString() {
    boolean reverse = lines.stream().anyMatch(line -> !line.reverse.isEmpty());
    int width = Math.max(7, lines.stream().mapToInt(line -> length(line.forward)).max().orElse(0));
    var text = new StringBuilder(
        reverse ? "     forward ↓" + " ".repeat(width - 7) + "reverse ↑\n" : "     forward ↓\n");
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      text.append("%3d  ".formatted(i + 1)).append(line.forward);
      if (!line.reverse.isEmpty()) {
        text.append(" ".repeat(width - length(line.forward) + 2)).append(line.reverse);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
