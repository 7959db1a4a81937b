package dev.adjoint.view;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GraphTest {

  /** A random graph with fan-out: every node is made of two earlier ones, and all end in one sum. */
  private static Tensor random(long seed, Shape shape) {
    var random = new Random(seed);
    var nodes = new java.util.ArrayList<Tensor>();
    for (int i = 0; i < 3; i++) {
      nodes.add(Tensor.variable(Tensor.uniform(DType.FLOAT64.tensor(shape.dims()), seed + i)));
    }
    for (int i = 0; i < 20; i++) {
      var a = nodes.get(random.nextInt(nodes.size()));
      var b = nodes.get(random.nextInt(nodes.size()));
      nodes.add(switch (random.nextInt(5)) {
        case 0 -> a.add(b);
        case 1 -> a.sub(b);
        case 2 -> a.mul(b).tanh();
        case 3 -> a.sigmoid();
        default -> a.square().mul(0.3);
      });
    }
    return nodes.stream().skip(3).map(Tensor::sum).reduce(Tensor::add).orElseThrow();
  }

  /** The chain rule as a page shows it, term by term, is the gradient: Σ over the readers of ∂f/∂y · ∂y/∂x = ∂f/∂x. */
  @Property(tries = 50)
  void theTermsOfANodeAddUpToItsGradient(@ForAll long seed, @ForAll boolean scalar) {
    var graph = Graph.of(random(seed, scalar ? Shape.SCALAR : Shape.of(2, 3)));
    double[][] sums = new double[graph.nodes().size()][];
    for (var node : graph.nodes().reversed()) {
      for (var operand : node.operands()) {
        operand.term().ifPresent(term -> {
          double[] part = term.contribution().elements();
          double[] upstream = node.gradient().orElseThrow().elements();
          term.local().filter(local -> upstream.length == part.length)
              .ifPresent(local -> IntStream.range(0, part.length)
                  .forEach(i -> assertEquals(upstream[i] * local.elements()[i], part[i], 1e-12)));
          var sum = sums[operand.node()] == null ? new double[part.length] : sums[operand.node()];
          sums[operand.node()] = IntStream.range(0, part.length).mapToDouble(i -> sum[i] + part[i]).toArray();
        });
      }
    }
    for (var node : graph.nodes().subList(0, graph.nodes().size() - 1)) {
      node.gradient().ifPresent(gradient -> {
        double[] elements = gradient.elements();
        for (int i = 0; i < elements.length; i++) {
          assertEquals(elements[i], sums[node.number()][i], 1e-9 * (1 + Math.abs(elements[i])));
        }
      });
    }
    assertTrue(graph.isDifferentiated());
  }

  @Property(tries = 20)
  void everyNodeStandsBehindItsOperands(@ForAll long seed) {
    for (var node : Graph.of(random(seed, Shape.SCALAR)).nodes()) {
      node.operands().forEach(operand -> assertTrue(operand.node() < node.number()));
    }
  }

  @Test
  void nodesAreInTheOrderInWhichPeopleEvaluate() {
    var x = Tensor.variable(1).named("x");
    var y = Tensor.variable(2).named("y");
    var graph = Graph.of(x.mul(y).named("a").sub(y.sin().named("b")).named("f"));
    assertEquals(List.of("x", "y", "a", "b", "f"), graph.nodes().stream().map(Node::symbol).toList());
  }

  @Test
  void noTwoNodesHaveTheSameSymbol() {
    var w = Tensor.variable(2).named("w");
    var graph = Graph.of(w.mul(Tensor.variable(3).named("w")));
    assertEquals(List.of("w", "w₂", "v₁"), graph.nodes().stream().map(Node::symbol).toList());
    assertEquals("w · w₂", graph.nodes().getLast().formula());
  }

  @Test
  void aMatrixNeedsACotangent() {
    var x = Tensor.variable(1.0, 2.0);
    assertFalse(Graph.of(x.square()).isDifferentiated());
    var graph = Graph.of(x.square(), Tensor.of(1.0, 10.0));
    assertEquals("[2, 40]", graph.nodes().getFirst().gradient().orElseThrow().brief());
  }

  @Test
  void whatIsNotTrackedIsALeafAndHasNoGradient() {
    var graph = Graph.of(Tensor.of(2.0).add(3));
    assertEquals(1, graph.nodes().size());
    assertFalse(graph.isDifferentiated());
  }

  @Test
  void aSymbolicGraphHasTypesAndNoValues() {
    var graph = Graph.of(Tensor.placeholder(DType.FLOAT32.tensor(4, 2)).named("x").square().sum());
    assertTrue(graph.nodes().stream().allMatch(node -> node.value().isEmpty()));
    assertEquals("FLOAT32[4, 2]", graph.nodes().getFirst().type());
    assertEquals(Node.Kind.INPUT, graph.nodes().getFirst().kind());
  }

  @Test
  void scopesAreGroupsAndInnerOnesWin() {
    var x = Tensor.variable(1).named("x");
    var graph = Graph
        .of(() -> Scope.named("outer", x, in -> Scope.named("inner", in.exp(), Tensor::sin).neg()).named("f"));
    var inner = graph.nodes().stream().filter(node -> node.operation().equals("sin")).findFirst().orElseThrow();
    assertEquals("inner", graph.groups().get(inner.group().getAsInt()).name());
    assertEquals(OptionalInt.of(0), graph.groups().get(inner.group().getAsInt()).parent());
    assertEquals(OptionalInt.empty(), graph.nodes().getFirst().group());
    assertEquals("outer", graph.groups().get(graph.nodes().get(1).group().getAsInt()).name());
  }

  @Test
  void aResultThatIsNamedLaterStaysInItsScope() {
    var graph = Graph.of(() -> Scope.named("part", Tensor.variable(1), Tensor::exp).named("f"));
    assertEquals(OptionalInt.of(0), graph.nodes().getLast().group());
  }

  @Test
  void outsideOfAGraphAScopeIsItsBody() {
    var x = Tensor.variable(1);
    assertSame(x, Scope.named("nothing", x, in -> in));
  }

  @Test
  void aLongChainIsWrittenInEveryForm() {
    var y = Tensor.variable(1);
    for (int i = 0; i < 30_000; i++) {
      y = y.add(1);
    }
    var graph = Graph.of(y);
    assertEquals(60_001, graph.nodes().size());
    for (var text : List.of(graph.text(), graph.wengert(), graph.dot(), graph.mermaid())) {
      assertTrue(text.lines().count() > 30_000);
      assertTrue(text.length() < 50_000_000, () -> text.length() + " characters");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-0.0, 0", "-4, -4", "0.7310585786, 0.7311", "0.1, 0.1", "1234.5678, 1235", "123456, 123456",
      "99999.5, 100000", "1e6, 1e6", "12345678, 1.235e7", "0.001, 0.001", "0.00012345, 1.235e-4", "-2e-10, -2e-10",
      "1e100, 1e100", "0.99999, 1", "100.04, 100", "NaN, NaN", "-Infinity, -∞", "4.9e-324, 4.9e-324"})
  void numbersHaveFourSignificantDigits(double number, String text) {
    assertEquals(text, Quantity.number(number));
  }

  @Test
  void statisticsAreOfTheFiniteElements() {
    var s = new Quantity(Tensor.of(0.0, 1.0, Double.NaN, 3.0, Double.POSITIVE_INFINITY).value()).statistics();
    assertEquals(List.of(3, 2), List.of(s.finite(), s.nonFinite()));
    assertEquals(List.of(0.0, 4.0 / 3, 3.0), List.of(s.min(), s.mean(), s.max()));
    assertEquals(3, s.histogram().stream().mapToInt(n -> n).sum());
    assertEquals(List.of(1, 1), List.of(s.histogram().getFirst(), s.histogram().getLast()));
  }

  @Test
  void aLargeArrayIsAGridOfMeans() {
    var q = new Quantity(Tensor.arange(0, 24, 1.0).reshape(4, 6).value());
    assertEquals(List.of(3.5, 5.5), IntStream.of(0, 1).mapToObj(c -> q.grid(2, 3)[0][c]).toList());
    assertEquals(4, q.grid(9, 9).length);
    assertEquals(23, q.grid(9, 9)[3][5]);
  }
}
