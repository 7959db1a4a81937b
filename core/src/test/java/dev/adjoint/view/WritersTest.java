package dev.adjoint.view;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What each writer makes of graphs that a person has looked at. */
class WritersTest {

  /** (x + y) z at -2, 5, -4, from the lectures. */
  private static Graph expression() {
    var x = Tensor.variable(-2).named("x");
    var y = Tensor.variable(5).named("y");
    var z = Tensor.variable(-4).named("z");
    var q = x.add(y).named("q");
    return Graph.of(q.mul(z).named("f"));
  }

  /** Two layers, one in the other; fan-out; matrices; names that mean something to every language they are written in. */
  private static Graph hostile() {
    var w = Tensor.variable(new double[][]{{1, 2}, {3, 4}}).named("w");
    return Graph.of(() -> {
      var x = Tensor.variable(1.0, -1.0).named("<script>alert(\"x\")</script> \\N\n`*]");
      var h = Scope.named("layer \"1\"", x, in -> in.matmul(w).sigmoid());
      var y = Scope.named("2 <b>", h, in -> Scope.named("end", in, t -> t.mul(t).add(t.mul(0.5))));
      return y.sum().named("f");
    });
  }

  private static final List<TensorType> TYPES = List.of(DType.FLOAT64.tensor(100, 20), DType.FLOAT64.tensor(20, 5));

  private static List<Tensor> descent(List<Tensor> in) {
    var x = in.get(0).named("x");
    var w = Tensor.variable(in.get(1).named("w"));
    var loss = x.matmul(w).tanh().square().sum();
    return List.of(w.sub(loss.backward().of(w).mul(0.01)), loss);
  }

  /** An operation of three results, of which one is read twice, one under a name, and one by nobody. */
  private static Graph several() {
    var x = Tensor.variable(1.0, 2, 6, 3, 5, 7).named("x");
    var parts = x.split(0, 2, 3, 1);
    var y = parts.get(1).named("middle").meanAndVariance();
    return Graph.of(parts.get(0).mul(parts.get(0)).sum().mul(y.variance()).named("f"));
  }

  private static Graph graph(String name) {
    return switch (name) {
      case "several" -> several();
      case "expression" -> expression();
      case "hostile" -> hostile();
      case "traced" -> Graph.traced(TYPES, in -> List.of(descent(in).getLast()));
      case "program" -> Graph.of(Program.trace(TYPES, WritersTest::descent));
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @CsvSource({"expression", "hostile", "traced", "program", "several"})
  void textIsAsLookedAt(String name) {
    Golden.assertIs(name + ".txt", graph(name).text() + '\n' + graph(name).wengert());
  }

  @Test
  void aStateThatIsUpdatedInPlaceIsBothReadAndWritten() {
    var graph = Graph.of(Program.trace(TYPES.reversed(), 1, in -> descent(in.reversed())));
    assertTrue(
        graph.nodes().stream().anyMatch(node -> node.kind() == Node.Kind.INPUT && node.symbol().equals("state 0")));
    assertTrue(graph.nodes().getLast().notes().contains("→ state 0 = result 0"), graph::text);
  }

  @ParameterizedTest
  @CsvSource({"expression", "hostile", "program", "several"})
  void dotIsAsLookedAt(String name) {
    Golden.assertIs(name + ".dot", graph(name).dot());
  }

  @ParameterizedTest
  @CsvSource({"expression", "hostile", "program", "several"})
  void mermaidIsAsLookedAt(String name) {
    Golden.assertIs(name + ".mmd", graph(name).mermaid());
  }
}
