package dev.adjoint.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Gradients;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.check.Report;
import dev.adjoint.gradients.RuleTable.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What must hold for every operation, whatever it computes. */
class RuleTableTest {
  /**
   * A float rounds to 2⁻²⁴ of its magnitude. No row rounds more than a few dozen times on the way to an element, and errors
   * add up like a random walk rather than in step: 32 roundings' worth of the largest element, or of 1, the size of the inputs
   * and cotangents.
   */
  private static final double FLOAT_TOLERANCE = 32 * 0x1p-24;

  private static final double[] LARGEST_ERROR = new double[3];

  private static Stream<Row> differentiableRows() {
    return RuleTable.rows().filter(Row::isDifferentiable);
  }

  private static Stream<Row> floatingRows() {
    return RuleTable.rows().filter(row -> row.inputs().stream().anyMatch(x -> x.dtype().isFloating()));
  }

  @AfterAll
  static void report() {
    System.out.printf(Locale.ROOT,
        "Rule table against central differences in FLOAT64: largest relative error %.1e first order, %.1e second order%n",
        LARGEST_ERROR[1], LARGEST_ERROR[2]);
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void firstDerivativeIsRight(Row row) {
    assertRight(row.check().run(row.f(), row.inputs().toArray(Tensor[]::new)));
  }

  @ParameterizedTest
  @MethodSource("allRows")
  void aProgramGivesTheSameBits(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var inputs = row.inputs(dtype).toArray(Tensor[]::new);
      var program = Program.trace(Arrays.stream(inputs).map(Tensor::type).toList(), x -> valueAndGradients(row, x));
      var eager = valueAndGradients(row, Arrays.stream(inputs).map(RuleTableTest::variable).toList());
      assertEquals(eager.stream().map(Tensor::value).toList(),
          program.run(inputs).stream().map(Tensor::value).toList(), program::explain);
    }
  }

  private static List<Tensor> valueAndGradients(Row row, List<Tensor> x) {
    var y = row.f().apply(x);
    if (!y.isTracked()) {
      return List.of(y);
    }
    var gradients = y.backward(Tensor.full(0.75, y.type()));
    return Stream.concat(Stream.of(y.detach()),
        x.stream().filter(Tensor::isTracked).map(gradients::orZero)).toList();
  }

  private static Tensor variable(Tensor x) {
    return x.dtype().isFloating() ? Tensor.variable(x) : x;
  }

  private static Stream<Row> allRows() {
    return RuleTable.rows();
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void secondDerivativeIsRight(Row row) {
    assertRight(row.check().secondOrder().run(row.f(), row.inputs().toArray(Tensor[]::new)));
  }

  private static void assertRight(Report report) {
    report.assertPassed();
    double error = report.worst().orElseThrow().relativeError();
    LARGEST_ERROR[report.order()] = Math.max(LARGEST_ERROR[report.order()], error);
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void trackedExactlyIfDifferentiable(Row row) {
    assertEquals(row.isDifferentiable(), row.f().apply(variables(row, FLOAT64)).isTracked());
  }

  @ParameterizedTest
  @MethodSource("floatingRows")
  void floatsAgreeWithDoubles(Row row) {
    var floats = variables(row, FLOAT32);
    var doubles = floats.stream().map(RuleTableTest::widened).toList();
    var y32 = row.f().apply(floats);
    var y64 = row.f().apply(doubles);
    assertEquals(y64.dtype() == FLOAT64 ? FLOAT32 : y64.dtype(), y32.dtype());
    assertClose(y64, y32);
    if (row.isDifferentiable()) {
      var dy = Tensor.normal(y32.type(), 99);
      var expected = y64.backward(dy.cast(FLOAT64));
      var actual = y32.backward(dy);
      for (int i = 0; i < floats.size(); i++) {
        assertGradientsClose(doubles.get(i), expected, floats.get(i), actual);
      }
    }
  }

  private static void assertGradientsClose(Tensor x64, Gradients expected, Tensor x32, Gradients actual) {
    assertEquals(x32.type(), actual.orZero(x32).type());
    assertEquals(expected.reach(x64), actual.reach(x32));
    assertClose(expected.orZero(x64), actual.orZero(x32));
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    double[] values = expected.cast(FLOAT64).toDoubles();
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    assertArrayEquals(values, actual.cast(FLOAT64).toDoubles(), FLOAT_TOLERANCE * Math.max(1, largest));
  }

  private static Tensor widened(Tensor x) {
    return x.isTracked() ? Tensor.variable(x.detach().cast(FLOAT64)) : x;
  }

  private static List<Tensor> variables(Row row, DType dtype) {
    return row.inputs(dtype).stream().map(x -> x.dtype().isFloating() ? Tensor.variable(x) : x).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void trackingChangesNoBitAndItsAbsenceKeepsNoHistory(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var untracked = row.f().apply(row.inputs(dtype));
      assertEquals(row.f().apply(variables(row, dtype)).value(), untracked.value());
      assertFalse(untracked.isTracked());
      assertEquals(Op.Leaf.CONSTANT, untracked.op());
      assertTrue(untracked.inputs().isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void symbolicRunFindsTheSameType(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var symbolic = row.f().apply(placeholders(row, dtype));
      assertTrue(symbolic.isSymbolic());
      assertEquals(row.f().apply(row.inputs(dtype)).type(), symbolic.type());
      assertEquals(row.isDifferentiable(), symbolic.isTracked());
    }
  }

  private static List<Tensor> placeholders(Row row, DType dtype) {
    return row.inputs(dtype).stream().map(x -> Tensor.placeholder(x.type())).toList();
  }
}
