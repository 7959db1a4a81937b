package dev.adjoint.testkit;

import dev.adjoint.testkit.graph.Graph;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;

/** What holds of whole computations. */
class GraphPropertiesTest {

  @Property(seed = "1")
  void gradientsAreRight(@ForAll Graph graph) {
    assertGradients(graph::apply, graph.at());
  }

  @Property(seed = "2")
  void compiledIsTheSame(@ForAll Graph graph) {
    assertCompiles(graph::apply, graph.at());
  }
}
