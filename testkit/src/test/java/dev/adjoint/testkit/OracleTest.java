package dev.adjoint.testkit;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.testkit.catalogue.Catalogue;
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
    assertExact(graph);
  }

  @Property(seed = "17", tries = FEW)
  void valuesOfEveryOperationAreExactToARounding(@ForAll("calls") Graph call) {
    assertExact(call);
  }

  @Property(seed = "20")
  void valuesInFloatsAreExactToARounding(@ForAll("floats") Graph graph) {
    assertExact(graph);
  }

  @Property(seed = "21", tries = FEW)
  void valuesOfEveryOperationInFloatsAreExactToARounding(@ForAll("floatCalls") Graph call) {
    assertExact(call);
  }

  /** The bound knows the condition of the matrix, and that pivots are chosen by size whatever the scale of a row. */
  @Property(seed = "18")
  void systemsOfAnyScaleAreSolvedToARounding(@ForAll Random random, @ForAll @IntRange(min = 1, max = 4) int n) {
    Function<List<Tensor>, Tensor> f = x -> x.get(0).solve(x.get(1));
    assertExact(f, f, List.of(ofAnyScale(random, n, n), ofAnyScale(random, n, 2)));
  }

  private static Tensor ofAnyScale(Random random, int n, int m) {
    return Tensor.of(Shape.of(n, m),
        DoubleStream.generate(() -> random.nextGaussian() * Math.pow(10, -random.nextInt(9))).limit((long) n * m)
            .toArray());
  }

  /** Loops and branches step by step, and as operations of their own, beside what they stand for. */
  private static Stream<Function<List<Tensor>, Tensor>> ways(Graph graph) {
    return graph.isSpelledOut() ? Stream.of(graph::apply) : Stream.of(graph::apply, graph.trace()::replay);
  }

  private static void assertExact(Graph graph) {
    ways(graph).forEach(f -> assertExact(graph.spelledOut()::apply, f, graph.inputs()));
  }

  private static void assertExact(Function<List<Tensor>, Tensor> definition, Function<List<Tensor>, Tensor> f,
      List<Tensor> inputs) {
    var exact = Oracle.exactly(Trace.of(inputs.stream().map(Tensor::type).toList(), definition), inputs);
    var y = definition.apply(variables(inputs)).flatten(); // whose every operation is on the tape
    double[] values = f.apply(inputs).detach().cast(FLOAT64).toDoubles();
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
    var x = graph.inputs();
    double exact = oracle.derivative(s(graph.spelledOut()::apply), x, GradientCheck.directions(x));
    assertAgree(exact, graph, OracleTest::s);
  }

  private static void assertCurvatureAgrees(Oracle oracle, Graph graph) {
    var x = graph.inputs();
    double exact = oracle.secondDerivative(s(graph.spelledOut()::apply), x, GradientCheck.directions(x));
    assertAgree(exact, graph, f -> GradientCheck.gradientAlong(f, x));
  }

  /** That s, made of the function of the graph, has this derivative along the directions. */
  private static void assertAgree(double exact, Graph graph,
      UnaryOperator<Function<List<Tensor>, Tensor>> s) {
    double bound = slope(s.apply(graph.spelledOut()::apply), graph).bound();
    ways(graph).forEach(f -> assertEquals(exact, slope(s.apply(f), graph).value(), bound));
  }

  private static Slope slope(Function<List<Tensor>, Tensor> s, Graph graph) {
    var x = variables(graph.inputs());
    return Slope.of(s.apply(x), x);
  }

  private static Function<List<Tensor>, Tensor> s(Function<List<Tensor>, Tensor> f) {
    return x -> GradientCheck.weighted(f.apply(x)).sum();
  }

  private static List<Tensor> variables(List<Tensor> inputs) {
    return inputs.stream().map(Tensor::variable).toList();
  }
}
