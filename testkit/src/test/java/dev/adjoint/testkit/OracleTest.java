package dev.adjoint.testkit;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.graph.Catalogue;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import dev.adjoint.testkit.graph.Trace;
import dev.adjoint.testkit.oracle.Oracle;
import dev.adjoint.testkit.oracle.Rounding;
import dev.adjoint.testkit.oracle.Slope;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Values and derivatives beside those found with other numbers; nothing may be off by more than rounding explains. */
class OracleTest {
  /** About one call of each operation. */
  private static final int FEW = 130;

  @Provide
  Arbitrary<Graph> calls() {
    return GraphArbitrary
        .calls(Catalogue.operations().stream().filter(op -> op.notDifferentiable().isEmpty()).toList());
  }

  @Provide
  Arbitrary<Graph> floats() {
    return FloatGraphs.graphs();
  }

  @Provide
  Arbitrary<Graph> floatCalls() {
    return FloatGraphs.calls();
  }

  @Property(seed = "11")
  void valuesAreExactToARounding(@ForAll Graph graph) {
    assertExact(graph::apply, graph.inputs());
  }

  @Property(seed = "17", tries = FEW)
  void valuesOfEveryOperationAreExactToARounding(@ForAll("calls") Graph call) {
    assertExact(call::apply, call.inputs());
  }

  @Property(seed = "20")
  void valuesInFloatsAreExactToARounding(@ForAll("floats") Graph graph) {
    assertExact(graph::apply, graph.inputs());
  }

  @Property(seed = "21", tries = FEW)
  void valuesOfEveryOperationInFloatsAreExactToARounding(@ForAll("floatCalls") Graph call) {
    assertExact(call::apply, call.inputs());
  }

  /** The bound knows the condition of the matrix, and that pivots are chosen by size whatever the scale of a row. */
  @Property(seed = "18")
  void systemsOfAnyScaleAreSolvedToARounding(@ForAll Random random, @ForAll @IntRange(min = 1, max = 4) int n) {
    assertExact(x -> x.get(0).solve(x.get(1)), List.of(ofAnyScale(random, n, n), ofAnyScale(random, n, 2)));
  }

  private static Tensor ofAnyScale(Random random, int n, int m) {
    return Tensor.of(Shape.of(n, m),
        DoubleStream.generate(() -> random.nextGaussian() * Math.pow(10, -random.nextInt(9))).limit((long) n * m)
            .toArray());
  }

  private static void assertExact(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    var exact = Oracle.exactly(Trace.of(inputs.stream().map(Tensor::type).toList(), f), inputs);
    var y = f.apply(variables(inputs)).flatten();
    double[] values = y.detach().cast(FLOAT64).toDoubles();
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

  @Property(seed = "19", tries = FEW)
  void bothDerivativesOfEveryOperationAgreeWithDualNumbers(@ForAll("calls") Graph call) {
    assertSlopeAgrees(Oracle.DUAL_NUMBERS, call);
    assertCurvatureAgrees(Oracle.DUAL_NUMBERS, call);
  }

  @Property(seed = "22")
  void bothDerivativesInFloatsAgreeWithDualNumbers(@ForAll("floats") Graph graph) {
    assertSlopeAgrees(Oracle.DUAL_NUMBERS, graph);
    assertCurvatureAgrees(Oracle.DUAL_NUMBERS, graph);
  }

  @Property(seed = "23", tries = FEW)
  void bothDerivativesOfEveryOperationInFloatsAgreeWithDualNumbers(@ForAll("floatCalls") Graph call) {
    assertSlopeAgrees(Oracle.DUAL_NUMBERS, call);
    assertCurvatureAgrees(Oracle.DUAL_NUMBERS, call);
  }

  @Property(seed = "16")
  void secondDerivativesAgreeWithDecimalDifferences(@ForAll Graph graph) {
    assertCurvatureAgrees(Oracle.DIFFERENCES, graph);
  }

  private static void assertSlopeAgrees(Oracle oracle, Graph graph) {
    var x = variables(graph.inputs());
    assertAgree(oracle.derivative(s(graph), graph.inputs(), GradientCheck.directions(graph.inputs())),
        s(graph).apply(x), x);
  }

  private static void assertCurvatureAgrees(Oracle oracle, Graph graph) {
    var x = variables(graph.inputs());
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

  private static List<Tensor> variables(List<Tensor> inputs) {
    return inputs.stream().map(Tensor::variable).toList();
  }
}
