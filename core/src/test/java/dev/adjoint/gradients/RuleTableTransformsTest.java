package dev.adjoint.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.gradients.RuleTable.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Forward mode and vmap hold for every operation as reverse mode does: nested, compiled, and in one another. */
class RuleTableTransformsTest {
  private static final int EXAMPLES = 3;

  private static Stream<Row> differentiableRows() {
    return RuleTable.rows().filter(Row::isDifferentiable);
  }

  private static Stream<Row> floatingRows() {
    return RuleTable.rows().filter(row -> row.inputs().stream().anyMatch(x -> x.dtype().isFloating()));
  }

  // Forward mode

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void jvpIsTheDifferenceInADirection(Row row) {
    var x = row.inputs();
    double h = row.check().step() instanceof GradientCheck.Step.Fixed(var epsilon) ? epsilon : 6e-6;
    // A fixed step is one that the elements can be moved by exactly.
    var v = row.check().step() instanceof GradientCheck.Step.Fixed
        ? like(x, t -> Tensor.ones(t.type()))
        : directions(x, 1);
    var above = row.f().apply(moved(x, v, h));
    var below = row.f().apply(moved(x, v, -h));
    assertClose(above.sub(below).div(2 * h), Autodiff.jvp(row.f(), x, v), 1e-7);
  }

  private static List<Tensor> moved(List<Tensor> x, List<Tensor> v, double h) {
    return IntStream.range(0, x.size())
        .mapToObj(i -> x.get(i).dtype().isFloating() ? x.get(i).add(v.get(i).mul(h)) : x.get(i)).toList();
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void jvpIsTheTransposeOfVjp(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var x = row.inputs(dtype);
      var at = Autodiff.linearize(row.f(), x);
      var v = directions(x, 1);
      var u = Tensor.normal(at.value().type(), 2);
      double forward = inner(List.of(u), List.of(at.jvp(v)));
      double backward = inner(at.vjp(u), v);
      boolean floats = dtype == FLOAT32 || row.operation().equals("cast"); // which goes through FLOAT32
      assertEquals(backward, forward, (floats ? 1e-5 : 1e-13) * (1 + absolute(List.of(u), List.of(at.jvp(v)))
          + absolute(at.vjp(u), v)));
    }
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void secondDerivativesAgreeInAllFourOrders(Row row) {
    var x = row.inputs();
    var v = directions(x, 1);
    var u = Tensor.normal(row.f().apply(x).type(), 2);
    Function<List<Tensor>, Tensor> s = at -> row.f().apply(at).mul(u).sum();
    double forwardOverReverse = inner(Autodiff.hvp(s, x, v), v);
    double scale = 1e-12 * (1 + absolute(Autodiff.hvp(s, x, v), v) + Math.abs(forwardOverReverse));
    assertEquals(forwardOverReverse, inner(Autodiff.vhp(s, x, v), v), scale);
    assertEquals(forwardOverReverse, Autodiff.derivative(s, x, v, 2).item(), scale);
    Function<List<Tensor>, Tensor> slope = at -> Autodiff.jvp(s, at, v);
    assertEquals(forwardOverReverse, inner(Autodiff.grad(slope).apply(x), v), scale);
  }

  @ParameterizedTest
  @MethodSource("floatingRows")
  void aProgramOfJvpGivesTheSameBits(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var x = row.inputs(dtype);
      assertSameBits(at -> List.of(Autodiff.jvp(row.f(), at, directions(at, 1))), x);
    }
  }

  // A batch

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void vmapIsTheLoop(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var examples = examples(row.inputs(dtype));
      var expected = stack(examples.stream().map(row.f()).toList(), 0);
      assertClose(expected, Autodiff.vmap(row.f()).apply(batch(examples, 0)), rounding(dtype));
      assertClose(stack(examples.stream().map(row.f()).toList(), -1),
          Autodiff.vmap(row.f(), -1, -1).apply(batch(examples, -1)), rounding(dtype));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void vmapOverSomeOfTheInputs(Row row) {
    int n = row.inputs().size();
    var examples = examples(row.inputs());
    for (int some = 1; some < (1 << n) - 1; some++) {
      int chosen = some;
      var mixed = examples.stream().map(example -> mixed(chosen, example, row.inputs())).toList();
      var differing = IntStream.range(0, n).filter(i -> (chosen >> i & 1) == 1).boxed().toList();
      Function<List<Tensor>, Tensor> f = x -> {
        var all = new ArrayList<>(row.inputs());
        IntStream.range(0, differing.size()).forEach(k -> all.set(differing.get(k), x.get(k)));
        return row.f().apply(all);
      };
      var all = batch(mixed, 0);
      assertClose(stack(mixed.stream().map(row.f()).toList(), 0),
          Autodiff.vmap(f).apply(differing.stream().map(all::get).toList()), rounding(FLOAT64));
    }
  }

  private static List<Tensor> mixed(int chosen, List<Tensor> these, List<Tensor> others) {
    return IntStream.range(0, these.size()).mapToObj(i -> ((chosen >> i & 1) == 1 ? these : others).get(i)).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void vmapOfVmapIsTheLoopOfLoops(Row row) {
    var examples = examples(row.inputs());
    var turned = examples.reversed();
    var expected = Tensor.stack(0, stack(examples.stream().map(row.f()).toList(), 0),
        stack(turned.stream().map(row.f()).toList(), 0));
    var batches = batch(List.of(batch(examples, 0), batch(turned, 0)), 0);
    assertClose(expected, Autodiff.vmap(Autodiff.vmap(row.f())).apply(batches), rounding(FLOAT64));
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void derivativesOfExamplesAreThoseOfTheLoop(Row row) {
    for (var dtype : List.of(FLOAT64, FLOAT32)) {
      var examples = examples(row.inputs(dtype));
      var u = Tensor.normal(row.f().apply(examples.getFirst()).type(), 2);
      Function<List<Tensor>, Tensor> s = x -> row.f().apply(x).mul(u).sum();
      var gradient = Autodiff.grad(s);
      var expected = batch(examples.stream().map(gradient).toList(), 0);
      assertClose(expected, Autodiff.vmap(gradient).apply(batch(examples, 0)), rounding(dtype));
      // The gradient of the sum over the batch holds the gradient of each example, but not where one stands for all.
      var ofTheSum = Autodiff.grad((List<Tensor> x) -> Autodiff.vmap(s).apply(x).sum()).apply(batch(examples, 0));
      assertClose(expected, ofTheSum, rounding(dtype));
      Function<List<Tensor>, Tensor> along = x -> Autodiff.jvp(row.f(), x, directions(x, 1));
      var tangents = stack(examples.stream().map(along).toList(), 0);
      assertClose(tangents, Autodiff.vmap(along).apply(batch(examples, 0)), rounding(dtype));
      var v = batch(examples.stream().map(x -> directions(x, 1)).toList(), 0);
      assertClose(tangents, Autodiff.jvp(Autodiff.vmap(row.f()), batch(examples, 0), v), rounding(dtype));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.gradients.RuleTable#rows")
  void aProgramOfVmapGivesTheSameBits(Row row) {
    var examples = batch(examples(row.inputs()), 0);
    assertSameBits(x -> List.of(Autodiff.vmap(row.f()).apply(x)), examples);
    if (row.isDifferentiable()) {
      var gradient = Autodiff.grad((List<Tensor> x) -> row.f().apply(x).sum());
      assertSameBits(x -> Autodiff.vmap(gradient).apply(x), examples);
    }
  }

  // Inputs and comparisons

  private static double rounding(DType dtype) {
    return dtype == FLOAT64 ? 1e-13 : 1e-5;
  }

  /** The elements of each input in other orders, which are as good as the first. */
  private static List<List<Tensor>> examples(List<Tensor> inputs) {
    return IntStream.range(0, EXAMPLES)
        .mapToObj(k -> inputs.stream().map(x -> rotated(x, k % Math.max(1, x.size()))).toList()).toList();
  }

  private static Tensor rotated(Tensor x, int k) {
    var flat = x.flatten();
    return Tensor.concat(0, flat.slice(0, k, x.size()), flat.slice(0, 0, k)).reshape(x.shape());
  }

  private static List<Tensor> batch(List<List<Tensor>> examples, int axis) {
    return IntStream.range(0, examples.getFirst().size())
        .mapToObj(i -> stack(examples.stream().map(example -> example.get(i)).toList(), axis)).toList();
  }

  private static Tensor stack(List<Tensor> parts, int axis) {
    return Tensor.stack(axis, parts.toArray(Tensor[]::new));
  }

  private static List<Tensor> like(List<Tensor> x, Function<Tensor, Tensor> make) {
    return x.stream().map(t -> t.dtype().isFloating() ? make.apply(t) : t).toList();
  }

  private static List<Tensor> directions(List<Tensor> x, long seed) {
    return like(x, t -> Tensor.normal(t.type(), seed + t.size()));
  }

  private static double inner(List<Tensor> a, List<Tensor> b) {
    return dot(a, b, x -> x);
  }

  private static double absolute(List<Tensor> a, List<Tensor> b) {
    return dot(a, b, Tensor::abs);
  }

  private static double dot(List<Tensor> a, List<Tensor> b, Function<Tensor, Tensor> term) {
    return IntStream.range(0, a.size()).filter(i -> a.get(i).dtype().isFloating())
        .mapToDouble(i -> term.apply(a.get(i).cast(FLOAT64).mul(b.get(i).cast(FLOAT64))).sum().item()).sum();
  }

  private static void assertSameBits(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
    var program = Program.trace(x.stream().map(Tensor::type).toList(), f);
    assertEquals(f.apply(x).stream().map(Tensor::value).toList(),
        program.run(x.toArray(Tensor[]::new)).stream().map(Tensor::value).toList(), program::explain);
  }

  private static void assertClose(List<Tensor> expected, List<Tensor> actual, double tolerance) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertClose(expected.get(i), actual.get(i), tolerance);
    }
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.type(), actual.type());
    double[] values = expected.cast(FLOAT64).toDoubles();
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    assertArrayEquals(values, actual.cast(FLOAT64).toDoubles(), tolerance * Math.max(1, largest));
  }
}
