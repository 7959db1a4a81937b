package dev.adjoint.testkit;

import java.util.Set;

import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import net.jqwik.api.Arbitrary;

import static dev.adjoint.DType.FLOAT32;

/** Computations in FLOAT32, from their inputs on. */
final class FloatGraphs {
  /** They make FLOAT64 of positions, truth values and counters, whatever else is computed with. */
  private static final Set<String> DOUBLES = Set.of("cast", "oneHot", "drawUniform", "drawNormal");

  private FloatGraphs() {}

  static boolean staysFloat(Operation operation) {
    return !DOUBLES.contains(operation.name());
  }

  /** Graphs over all other operations. */
  static Arbitrary<Graph> graphs() {
    return new GraphArbitrary(Catalogue.operations().stream().filter(FloatGraphs::staysFloat).toList(), 12)
        .map(FloatGraphs::inFloats);
  }

  /** Calls of each of the others that is differentiable. */
  static Arbitrary<Graph> calls() {
    return GraphArbitrary.calls(Catalogue.operations().stream()
        .filter(op -> staysFloat(op) && op.notDifferentiable().isEmpty()).toList()).map(FloatGraphs::inFloats);
  }

  static Graph inFloats(Graph graph) {
    return new Graph(graph.inputs().stream().map(x -> x.cast(FLOAT32)).toList(), graph.steps());
  }
}
