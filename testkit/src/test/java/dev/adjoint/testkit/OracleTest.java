package dev.adjoint.testkit;

import java.util.List;
import java.util.function.Function;

import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.Trace;
import dev.adjoint.testkit.oracle.Oracle;
import dev.adjoint.testkit.oracle.Rounding;
import dev.adjoint.testkit.oracle.Slope;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Values and derivatives beside those found with other numbers; nothing may be off by more than rounding explains. */
class OracleTest {

  @Property(seed = "11")
  void valuesAreExactToARounding(@ForAll Graph graph) {
    var exact = Oracle.exactly(Trace.of(graph.inputs().stream().map(Tensor::type).toList(), graph::apply),
        graph.inputs());
    var y = graph.apply(variables(graph)).flatten();
    double[] values = y.detach().toDoubles();
    for (int i = 0; i < exact.length; i++) {
      assertEquals(exact[i], values[i], Rounding.bound(y.get(i)) + 1e-20);
    }
  }

  @Property(seed = "12")
  void reverseModeAgreesWithAComplexStep(@ForAll Graph graph) {
    assertSlopeAgrees(Oracle.COMPLEX_STEP, graph);
  }

  @Property(seed = "13")
  void reverseModeAgreesWithDualNumbers(@ForAll Graph graph) {
    assertSlopeAgrees(Oracle.DUAL_NUMBERS, graph);
  }

  @Property(seed = "14")
  void reverseModeAgreesWithDecimalDifferences(@ForAll Graph graph) {
    assertSlopeAgrees(Oracle.DIFFERENCES, graph);
  }

  @Property(seed = "15")
  void secondDerivativesAgreeWithDualNumbers(@ForAll Graph graph) {
    assertCurvatureAgrees(Oracle.DUAL_NUMBERS, graph);
  }

  @Property(seed = "16")
  void secondDerivativesAgreeWithDecimalDifferences(@ForAll Graph graph) {
    assertCurvatureAgrees(Oracle.DIFFERENCES, graph);
  }

  private static void assertSlopeAgrees(Oracle oracle, Graph graph) {
    var x = variables(graph);
    assertAgree(oracle.derivative(s(graph), graph.inputs(), GradientCheck.directions(graph.inputs())),
        s(graph).apply(x), x);
  }

  private static void assertCurvatureAgrees(Oracle oracle, Graph graph) {
    var x = variables(graph);
    assertAgree(oracle.secondDerivative(s(graph), graph.inputs(), GradientCheck.directions(graph.inputs())),
        GradientCheck.gradientAlong(graph::apply, graph.inputs()).apply(x), x);
  }

  /** That s has this derivative along the directions. */
  private static void assertAgree(double exact, Tensor s, List<Tensor> x) {
    var slope = Slope.of(s, x);
    assertEquals(exact, slope.value(), slope.bound());
  }

  private static Function<List<Tensor>, Tensor> s(Graph graph) {
    return x -> GradientCheck.weighted(graph.apply(x)).sum();
  }

  private static List<Tensor> variables(Graph graph) {
    return graph.inputs().stream().map(Tensor::variable).toList();
  }
}
