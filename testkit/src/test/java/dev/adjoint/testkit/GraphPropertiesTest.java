package dev.adjoint.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.oracle.Rounding;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds of whole computations, with fan-out and broadcasting. */
class GraphPropertiesTest {

  @Property(seed = "1")
  void gradientsAreRight(@ForAll Graph graph) {
    assertGradients(graph::apply, graph.at());
  }

  @Property(seed = "2")
  void compiledIsTheSame(@ForAll Graph graph) {
    assertCompiles(graph::apply, graph.at());
  }

  @Property(seed = "3")
  void compiledIsTheSameInFloats(@ForAll Graph graph) {
    var inputs = graph.inputs().stream().map(x -> x.cast(DType.FLOAT32)).toArray(Tensor[]::new);
    if (graph.steps().stream().noneMatch(step -> step.call().source().contains("FLOAT64"))) {
      assertCompiles(graph::apply, inputs);
    }
  }

  /** What a program leaves out is nothing: neutral operations behind every node change no bit of the value. */
  @Property(seed = "4")
  void simplificationChangesNothing(@ForAll Graph graph, @ForAll Random random) {
    long seed = random.nextLong();
    assertCompiles(x -> padded(graph, x, new Random(seed)), graph.at());
    assertEquals(graph.apply(graph.inputs()).value(), padded(graph, graph.inputs(), new Random(seed)).value());
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
    double expected = a * slope(f, x) + b * slope(g, x);
    var sum = f.mul(a).add(g.mul(b));
    double bound = terms(f, x, a) + terms(g, x, b);
    assertEquals(expected, slope(sum, x), bound);
  }

  private static double slope(Tensor s, List<Tensor> x) {
    var gradients = Tape.of(s).backward();
    var v = GradientCheck.directions(x);
    return IntStream.range(0, x.size()).mapToDouble(i -> gradients.orZero(x.get(i)).mul(v.get(i)).sum().item()).sum();
  }

  /** How far rounding can take a·v·∇s. */
  private static double terms(Tensor s, List<Tensor> x, double a) {
    var gradients = Tape.of(s).differentiableBackward();
    var v = GradientCheck.directions(x);
    var products = IntStream.range(0, x.size()).mapToObj(i -> gradients.orZero(x.get(i)).mul(v.get(i)).mul(a)).toList();
    var slope = products.stream().map(p -> p.sum()).reduce(Tensor::add).orElseThrow();
    return Rounding.bound(slope) + Rounding.bound(products.stream());
  }

  /** Not a property of graphs but of these: they are as they are meant to be. */
  @Property(seed = "6")
  void graphsHangTogether(@ForAll @GraphSize(20) Graph graph) {
    assertTrue(graph.apply(graph.inputs().stream().map(Tensor::variable).toList()).isTracked());
    var used = graph.steps().stream().flatMap(step -> step.operands().stream()).distinct().sorted().toList();
    assertEquals(IntStream.range(0, graph.size() - 1).boxed().toList(), used);
  }
}
