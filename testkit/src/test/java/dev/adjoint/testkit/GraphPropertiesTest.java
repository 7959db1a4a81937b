package dev.adjoint.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import dev.adjoint.testkit.oracle.Slope;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

import static dev.adjoint.testkit.GradientAssertions.assertBatches;
import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertCompilesToARounding;
import static dev.adjoint.testkit.GradientAssertions.assertForwardIsReverse;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What holds of whole computations, with fan-out and broadcasting, and with loops and branches in them: step by step, and traced,
 * where each is one operation with rules of its own.
 */
class GraphPropertiesTest {
  /** Few graphs have all; and those in FLOAT32 do without some. */
  private static final int LEAST = Catalogue.operations().size() * 3 / 5;

  /** The operations of the graphs that a property was seen to hold of. */
  private final Set<Operation> covered = new HashSet<>();

  private void cover(Graph graph) {
    graph.steps().forEach(step -> covered.add(step.call().operation()));
  }

  @AfterProperty
  void itHeldOfGraphsOfMostOperations() {
    assertTrue(covered.size() >= LEAST, () -> "graphs of " + covered.size() + " operations only, not " + LEAST);
  }

  /** One operation in four is a loop, a branch or the like. */
  @Provide
  Arbitrary<Graph> controlled() {
    var control = Catalogue.controlFlow();
    var often = Stream.generate(() -> control).limit(Catalogue.operations().size() / control.size() / 3)
        .flatMap(List::stream);
    return new GraphArbitrary(Stream.concat(Catalogue.operations().stream(), often).toList(), 5);
  }

  @Property(seed = "1")
  void gradientsAreRight(@ForAll Graph graph) {
    assertGradients(graph::apply, graph.at());
    cover(graph);
  }

  @Property(seed = "9")
  void gradientsOfControlFlowAreRight(@ForAll("controlled") Graph graph) {
    assertGradients(graph::apply, graph.at());
    cover(graph);
  }

  @Property(seed = "15")
  void gradientsOfTracedControlFlowAreRight(@ForAll("controlled") Graph graph) {
    assertGradients(graph.trace()::replay, graph.at());
    cover(graph);
  }

  @Property(seed = "2")
  void compiledIsTheSame(@ForAll Graph graph) {
    assertSameCompiled(graph, graph::apply);
    cover(graph);
  }

  @Property(seed = "10")
  void compiledControlFlowIsTheSame(@ForAll("controlled") Graph graph) {
    assertSameCompiled(graph, graph::apply);
    cover(graph);
  }

  /** To the bit, unless there are loops and branches. */
  private static void assertSameCompiled(Graph graph, Function<List<Tensor>, Tensor> f) {
    if (graph.hasControlFlow()) {
      assertCompilesToARounding(f, graph.at());
    } else {
      assertCompiles(f, graph.at());
    }
  }

  @Provide
  Arbitrary<Graph> floats() {
    return FloatGraphs.graphs();
  }

  @Property(seed = "3")
  void compiledIsTheSameInFloats(@ForAll("floats") Graph graph) {
    assertSameCompiled(graph, graph::apply);
    cover(graph);
  }

  /** What a program leaves out is nothing: neutral operations behind every node change no bit of the value. */
  @Property(seed = "4")
  void simplificationChangesNothing(@ForAll Graph graph, @ForAll Random random) {
    long seed = random.nextLong();
    assertSameCompiled(graph, x -> padded(graph, x, new Random(seed)));
    assertEquals(graph.apply(graph.inputs()).value(), padded(graph, graph.inputs(), new Random(seed)).value());
    cover(graph);
  }

  private static Tensor padded(Graph graph, List<Tensor> x, Random random) {
    var nodes = new ArrayList<>(x);
    for (var step : graph.steps()) {
      nodes.add(neutral(step.call().function().apply(step.operands().stream().map(nodes::get).toList()), random));
    }
    return nodes.getLast();
  }

  private static Tensor neutral(Tensor y, Random random) {
    if (!y.dtype().isFloating()) {
      return y.copy();
    }
    return switch (random.nextInt(8)) {
      case 0 -> y.mul(1);
      case 1 -> y.div(1);
      case 2 -> y.sub(0);
      case 3 -> y.neg().neg();
      case 4 -> y.flatten().reshape(y.shape());
      case 5 -> y.expandDims(0).expandDims(-1).transpose().transpose().reshape(y.shape());
      case 6 -> y.add(-0.0);
      default -> y.copy();
    };
  }

  /** ∇(a f + b g) = a ∇f + b ∇g, along a random direction. */
  @Property(seed = "5")
  void theGradientIsLinear(@ForAll Graph graph, @ForAll Random random) {
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    int other = random.nextInt(graph.size());
    var x = graph.inputs().stream().map(Tensor::variable).toList();
    var nodes = graph.nodes(x);
    var f = GradientCheck.weighted(nodes.getLast()).sum();
    var g = nodes.get(other).isTracked() ? GradientCheck.weighted(nodes.get(other)).sum() : f;
    var slopes = List.of(Slope.of(f, x), Slope.of(g, x), Slope.of(f.mul(a).add(g.mul(b)), x));
    assertEquals(a * slopes.get(0).value() + b * slopes.get(1).value(), slopes.get(2).value(),
        Math.abs(a) * slopes.get(0).bound() + Math.abs(b) * slopes.get(1).bound());
    cover(graph);
  }

  @Property(seed = "7")
  void forwardModeIsReverseMode(@ForAll Graph graph) {
    assertForwardIsReverse(graph::apply, graph.at());
    cover(graph);
  }

  @Property(seed = "11")
  void forwardModeOfControlFlowIsReverseMode(@ForAll("controlled") Graph graph) {
    assertForwardIsReverse(graph::apply, graph.at());
    assertForwardIsReverse(graph.trace()::replay, graph.at());
    cover(graph);
  }

  @Property(seed = "8")
  void aBatchIsItsExamples(@ForAll Graph graph) {
    assertBatches(graph::apply, graph.at());
    cover(graph);
  }

  @Property(seed = "12")
  void aBatchOfControlFlowIsItsExamples(@ForAll("controlled") Graph graph) {
    assertBatches(graph::apply, graph::isSoundAt, graph.at());
    assertBatches(graph.trace()::replay, graph::isSoundAt, graph.at());
    cover(graph);
  }

  /** Not a property of graphs but of these: they are as they are meant to be. */
  @Property(seed = "6")
  void graphsHangTogether(@ForAll @GraphSize(20) Graph graph) {
    assertTrue(graph.apply(graph.inputs().stream().map(Tensor::variable).toList()).isTracked());
    var used = graph.steps().stream().flatMap(step -> step.operands().stream()).distinct().sorted().toList();
    assertEquals(IntStream.range(0, graph.size() - 1).boxed().toList(), used);
    cover(graph);
  }
}
