package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Autodiff;
import dev.adjoint.Counted;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.transform.Structure;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Loops and branches as one operation give what the loop of Java gives: values, gradients, tangents, second order. */
class ControlFlowTest {

  /** A recurrent cell over time, with weights that it closes over, used twice. */
  record Cell(Tensor w, Tensor b) {
  }

  private static Tensor step(Cell cell, Tensor h, Tensor x) {
    var inside = h.matmul(cell.w()).add(x).tanh(); // [3]·[3, 3] → [3]
    return inside.matmul(cell.w()).add(cell.b()).sigmoid();
  }

  record Inputs(Cell cell, Tensor start, Tensor x) {
  }

  private static Inputs inputs(int seed, int steps) {
    return new Inputs(new Cell(normal(seed, 3, 3), normal(seed + 1, 3)), normal(seed + 2, 3),
        normal(seed + 3, steps, 3));
  }

  private static Tensor normal(long seed, int... dims) {
    return Tensor.normal(FLOAT64.tensor(dims), seed);
  }

  private static Tensor scanned(Inputs in) {
    var all = Autodiff.scan((Tensor h, Tensor x) -> {
      var next = step(in.cell(), h, x);
      return new Carry<>(next, Map.of("square", next.square(), "before", h));
    }, in.start(), in.x());
    return all.carry().sum().add(all.output().get("square").mul(all.output().get("before")).sum());
  }

  private static Tensor looped(Inputs in) {
    var h = in.start();
    var total = Tensor.of(0.0);
    for (int t = 0; t < in.x().shape().dim(0); t++) {
      var next = step(in.cell(), h, in.x().get(t));
      total = total.add(next.square().mul(h).sum());
      h = next;
    }
    return h.sum().add(total);
  }

  private static void assertSame(Object expected, Object actual) {
    var these = tensors(expected);
    var others = tensors(actual);
    assertEquals(these.size(), others.size());
    for (int i = 0; i < these.size(); i++) {
      assertEquals(these.get(i).type(), others.get(i).type());
      assertArrayEquals(these.get(i).toDoubles(), others.get(i).toDoubles(), 1e-12);
    }
  }

  /** What is to be compared, whatever it is built of. */
  private static List<Tensor> tensors(Object value) {
    return Structure.of(value).tensors();
  }

  @Property(tries = 20)
  void aScanIsTheLoopToSecondOrder(@ForAll @IntRange(min = 0, max = 1000) int seed,
      @ForAll @IntRange(min = 1, max = 7) int steps) {
    var x = inputs(seed, steps);
    var v = inputs(seed + 10, steps);
    for (var f : List.<Function<Function<Inputs, Tensor>, Function<Inputs, Object>>>of(
        s -> s::apply,
        s -> in -> Autodiff.grad(s).apply(in),
        s -> in -> Autodiff.jvp(s, in, v),
        s -> in -> Autodiff.<Inputs>hvp(s, in, v),
        s -> in -> Autodiff.<Inputs>vhp(s, in, v),
        s -> in -> Autodiff.derivative(s, in, v, 3))) {
      var expected = f.apply(ControlFlowTest::looped).apply(x);
      assertSame(expected, f.apply(ControlFlowTest::scanned).apply(x));
      assertSame(expected, Autodiff.compile(f.apply(ControlFlowTest::scanned)).apply(x));
    }
  }

  @Test
  void aProgramOfAScanDoesNotGrowWithTheNumberOfSteps() {
    for (int steps : new int[]{1, 1000}) {
      var calls = new AtomicInteger();
      var program = Program.trace(List.of(FLOAT64.tensor(3), FLOAT64.tensor(steps, 3)), in -> {
        var y = Autodiff.fold((Tensor h, Tensor x) -> {
          calls.incrementAndGet();
          return h.mul(x).tanh();
        }, in.get(0), in.get(1)).sum();
        var gradients = y.backward();
        return List.of(y, gradients.of(in.get(0)), gradients.of(in.get(1)));
      });
      assertEquals(1, calls.get());
      long n = program.explain().lines().filter(line -> line.matches(" +\\d+  .*")).count();
      assertTrue(n > 0 && n < 20, program::explain);
      assertEquals(FLOAT64.tensor(steps, 3), program.run(normal(1, 3), normal(2, steps, 3)).get(2).type());
    }
  }

  @Test
  void aScanOfNoStepsGivesItsStartAndEmptyOutputs() {
    var all = Autodiff.scan((Tensor h, Tensor x) -> new Carry<>(h.add(x), h.square()), normal(1, 3),
        Tensor.zeros(0, 3));
    assertEquals(normal(1, 3).value(), all.carry().value());
    assertEquals(FLOAT64.tensor(0, 3), all.output().type());
    var h = Tensor.variable(normal(1, 3));
    var last = Autodiff.fold((Tensor c, Tensor x) -> c.mul(x), h, Tensor.zeros(0, 3));
    assertEquals(Tensor.ones(3).value(), last.sum().backward().of(h).value());
  }

  @Test
  void whatIsClosedOverGetsItsGradientStepByStepAndInPrograms() {
    var w = Tensor.variable(2);
    var x = Tensor.of(1.0, 1, 1);
    var y = Autodiff.fold((Tensor h, Tensor t) -> h.mul(w).mul(t), Tensor.of(1.0), x);
    assertEquals(12, y.backward().of(w).item()); // 3 w²
    var program = Program.trace(List.of(FLOAT64.tensor()), in -> {
      var z = Autodiff.fold((Tensor h, Tensor t) -> h.mul(in.getFirst()).mul(t), Tensor.of(1.0), x);
      return List.of(z, z.backward().of(in.getFirst()));
    });
    assertEquals(List.of(8.0, 12.0), program.run(Tensor.of(2.0)).stream().map(Tensor::item).toList());
  }

  /** All numbers that a gradient is computed from, itself and second order included. */
  private static long numbers(int steps, boolean second) {
    var x = Tensor.variable(normal(1, steps, 3));
    var y = Autodiff.fold((Tensor h, Tensor t) -> h.mul(t).tanh(), Tensor.ones(3), x).sum();
    var gradient = Tape.of(y).differentiableBackward().of(x);
    var end = second ? Tape.of(gradient.square().sum()).differentiableBackward().of(x) : gradient;
    return Tape.of(end).nodes().stream().mapToLong(Tensor::size).sum();
  }

  @Test
  void gradientsOfASequenceStepByStepTakeMemoryAsItsLengthDoes() {
    for (boolean second : new boolean[]{false, true}) {
      assertEquals(numbers(200, second) - numbers(100, second), numbers(300, second) - numbers(200, second));
    }
  }

  @Test
  void sequencesCarriesAndOutputsOfAllElementTypes() {
    record All(Tensor d, Tensor f, Tensor n, Tensor b) {
    }
    Function<All, All> f = in -> {
      var all = Autodiff.scan((All c, All x) -> {
        var next = new All(c.d().mul(x.d()), c.f().add(x.f().exp()), x.b().where(c.n(), x.n()), c.b().or(x.b()));
        return new Carry<>(next, next);
      }, new All(in.d().get(0), in.f().get(0), in.n().get(0), in.b().get(0)), in);
      return all.output();
    };
    var x = new All(Tensor.of(2.0, 3, 4), Tensor.of(0.1f, 0.2f, 0.3f),
        Tensor.of(Integer.MAX_VALUE - 9, -7, Integer.MIN_VALUE),
        Tensor.of(false, true, false));
    Function<All, All> compiled = Autodiff.compile(f);
    var expected = f.apply(x);
    var actual = compiled.apply(x);
    assertEquals(values(expected), values(actual));
    assertArrayEquals(new int[]{Integer.MAX_VALUE - 9, Integer.MAX_VALUE - 9, Integer.MIN_VALUE}, actual.n().toInts());
    var gradients = Autodiff.compile(Autodiff.grad((All in) -> f.apply(in).d().sum().add(f.apply(in).f().cast(FLOAT64)
        .sum()))).apply(x);
    assertEquals(values(Autodiff.grad((All in) -> f.apply(in).d().sum().add(f.apply(in).f().cast(FLOAT64).sum()))
        .apply(x)), values(gradients));
  }

  @Test
  void carriesKeepTheirElementTypes() {
    record Indexed(Tensor n, Tensor c) {
    }
    Function<List<Tensor>, Tensor> f = in -> {
      var all = Autodiff.scan((Indexed c, Tensor x) -> {
        var next = c.c().mul(in.get(0)).add(x).tanh();
        return new Carry<>(new Indexed(x.sum().greater(0).where(c.n(), Tensor.of(3)), next), next);
      }, new Indexed(Tensor.of(0), in.get(1)), in.get(2));
      return all.output().mul(all.carry().c()).sum();
    };
    var x = List.of(normal(1, 3).cast(FLOAT32), normal(2, 3).cast(FLOAT32), normal(3, 5, 3).cast(FLOAT32));
    var program = Program.trace(x.stream().map(Tensor::type).toList(), in -> Autodiff.grad(f).apply(in));
    assertTrue(program.listing().values().stream().noneMatch(v -> v.type().dtype() == FLOAT64), program::explain);
    assertEquals(values(Autodiff.grad(f).apply(x)), values(program.run(x.toArray(Tensor[]::new))));
  }

  /** How much each scan of a program reads. */
  private static List<Integer> readByScans(Program program) {
    return program.listing().steps().stream().filter(step -> step.description().equals("scan"))
        .map(step -> step.reads().size()).toList();
  }

  @Test
  void anOutputThatNobodyUsesTakesNoPartInTheGradient() {
    Function<Boolean, Program> gradient = used -> Program.trace(List.of(FLOAT64.tensor(3), FLOAT64.tensor(5, 3)),
        in -> {
          var all = Autodiff.scan((Tensor c, Tensor x) -> new Carry<>(c.mul(x).tanh(), List.of(c.exp(), x.sin())),
              in.get(0),
              in.get(1));
          var y = used ? all.carry().mul(all.output().get(0).sum(0)).sum() : all.carry().sum();
          return List.of(y.backward().of(in.get(0)));
        });
    // ∇c; c and x of each step; and ∇y of the first output, never of the second.
    assertEquals(List.of(2, 4), readByScans(gradient.apply(true)));
    assertEquals(List.of(2, 3), readByScans(gradient.apply(false)));
  }

  private static List<NdArray> values(Object all) {
    return tensors(all).stream().map(Tensor::value).toList();
  }

  // While

  /** √a by Heron's method, until it changes no more. */
  private static Tensor root(Tensor a) {
    return Autodiff.whileLoop(x -> x.square().sub(a).abs().greater(1e-9), x -> x.add(a.div(x)).mul(0.5), a);
  }

  private static Tensor boundedRoot(Tensor a) {
    return Autodiff.whileLoop(x -> x.square().sub(a).abs().greater(1e-9), x -> x.add(a.div(x)).mul(0.5), a, 30);
  }

  @Test
  void aWhileLoopIsCompiledDifferentiatedForwardAndBatched() {
    var two = Tensor.of(2.0);
    assertEquals(Math.sqrt(2), root(two).item(), 1e-9);
    assertEquals(root(two).value(), Autodiff.compile(ControlFlowTest::root).apply(two).value());
    UnaryOperator<Tensor> slope = a -> Autodiff.jvp(ControlFlowTest::root, a, Tensor.of(1.0));
    UnaryOperator<Tensor> curvature = a -> Autodiff.jvp(slope, a, Tensor.of(1.0));
    for (var f : List.of(slope, Autodiff.compile(slope))) {
      assertEquals(1 / (2 * Math.sqrt(2)), f.apply(two).item(), 1e-8);
    }
    for (var f : List.of(curvature, Autodiff.compile(curvature))) {
      assertEquals(-Math.pow(2, -1.5) / 4, f.apply(two).item(), 1e-5);
    }
    var all = Tensor.of(2.0, 9, 1, 10_000);
    double[] roots = IntStream.range(0, 4).mapToDouble(i -> root(all.get(i)).item()).toArray();
    assertArrayEquals(roots, Autodiff.vmap(ControlFlowTest::root).apply(all).toDoubles());
    assertArrayEquals(roots, Autodiff.compile(Autodiff.vmap(ControlFlowTest::root)).apply(all).toDoubles());
    assertArrayEquals(IntStream.range(0, 4).mapToDouble(i -> slope.apply(all.get(i)).item()).toArray(),
        Autodiff.compile(Autodiff.vmap(slope)).apply(all).toDoubles());
  }

  @Test
  void withALimitItIsDifferentiatedInReverseToo() {
    var two = Tensor.of(2.0);
    UnaryOperator<Tensor> slope = Autodiff.grad(ControlFlowTest::boundedRoot);
    UnaryOperator<Tensor> curvature = Autodiff.grad(slope);
    assertEquals(root(two).value(), Autodiff.compile(ControlFlowTest::boundedRoot).apply(two).value());
    for (var f : List.of(slope, Autodiff.compile(slope))) {
      assertEquals(1 / (2 * Math.sqrt(2)), f.apply(two).item(), 1e-8);
    }
    for (var f : List.of(curvature, Autodiff.compile(curvature))) {
      assertEquals(-Math.pow(2, -1.5) / 4, f.apply(two).item(), 1e-5);
    }
    var all = Tensor.of(2.0, 9, 4);
    assertArrayEquals(new double[]{0.5 / Math.sqrt(2), 1.0 / 6, 0.25},
        Autodiff.vmap(slope).apply(all).toDoubles(), 1e-8);
    assertEquals(3, Autodiff.whileLoop(x -> x.less(100), x -> x.add(1), Tensor.of(0.0), 3).item());
    assertEquals(0, Autodiff.whileLoop(x -> x.less(100), x -> x.add(1), Tensor.of(0.0), 0).item());
  }

  @Test
  void stepByStepAWhileLoopHasReverseModeWithoutALimit() {
    assertEquals(1 / (2 * Math.sqrt(2)), Autodiff.grad(ControlFlowTest::root).apply(Tensor.of(2.0)).item(), 1e-8);
  }

  // Branches

  @Test
  void onlyOneBranchIsComputed() {
    var ifTrue = new AtomicInteger();
    var ifFalse = new AtomicInteger();
    UnaryOperator<Tensor> f = Autodiff.compile((UnaryOperator<Tensor>) in -> Autodiff.cond(in.greater(0),
        x -> Tensor.apply(new Counted(ifTrue), x.exp()), x -> Tensor.apply(new Counted(ifFalse), x.neg()), in));
    assertEquals(Math.E, f.apply(Tensor.of(1.0)).item(), 1e-15);
    assertEquals(List.of(1, 0), List.of(ifTrue.get(), ifFalse.get()));
    assertEquals(2, f.apply(Tensor.of(-2.0)).item());
    assertEquals(List.of(1, 1), List.of(ifTrue.get(), ifFalse.get()));
  }

  @Test
  void branchesAreDifferentiatedAndChosenForEachExample() {
    var w = Tensor.variable(3);
    UnaryOperator<Tensor> f = x -> Autodiff.cond(x.greater(0), y -> y.square().mul(w), y -> y.mul(w).exp(), x);
    for (double at : new double[]{2, -1}) {
      var x = Tensor.of(at);
      double slope = at > 0 ? 6 * at : 3 * Math.exp(3 * at);
      double curvature = at > 0 ? 6 : 9 * Math.exp(3 * at);
      assertEquals(slope, Autodiff.compile(Autodiff.grad(f)).apply(x).item(), 1e-12);
      assertEquals(slope, Autodiff.compile((UnaryOperator<Tensor>) y -> Autodiff.jvp(f, y, Tensor.of(1.0))).apply(x)
          .item(), 1e-12);
      assertEquals(curvature, Autodiff.compile(Autodiff.grad(Autodiff.grad(f))).apply(x).item(), 1e-12);
      assertEquals(at > 0 ? at * at : at * Math.exp(3 * at), Autodiff.vmap(f).apply(x.expandDims(0)).sum().backward()
          .of(w).item(), 1e-12);
    }
    assertArrayEquals(new double[]{12, 3 * Math.exp(-3)}, Autodiff.vmap(Autodiff.grad(f)).apply(Tensor.of(2.0, -1))
        .toDoubles(), 1e-12);
  }

  @Test
  void gradientsAreUntrackedUnlessTheyAreToBeDifferentiatedAgain() {
    Program.trace(List.of(FLOAT64.tensor(3), FLOAT64.tensor(4, 3)), in -> {
      var y = Autodiff.fold((Tensor h, Tensor x) -> Autodiff.cond(h.sum().greater(0), k -> k.mul(x), k -> k.sin(), h),
          in.get(0), in.get(1)).sum();
      assertFalse(y.backward().of(in.get(0)).isTracked());
      assertFalse(y.backward().of(in.get(1)).isTracked());
      assertTrue(Tape.of(y).differentiableBackward().of(in.get(1)).isTracked());
      return List.of(y);
    });
  }

  // Mistakes

  private static String message(Supplier<?> mistake) {
    return assertThrows(RuntimeException.class, mistake::get).getMessage();
  }

  @Test
  void mistakesSayWhatIsWrong() {
    var x = Tensor.of(1.0, 2, 3);
    assertEquals(
        "scan: the next carry is FLOAT64[3], where the carry is FLOAT64[]; they must be built alike, of tensors "
            + "of the same types",
        message(() -> Autodiff.fold((Tensor h, Tensor t) -> h.add(x), Tensor.of(0.0), x)));
    assertEquals(
        "scan: goes along the first axis, which must be there and of one size for all: FLOAT64[3] and FLOAT64[]",
        message(() -> Autodiff.fold((Tensor h, List<Tensor> t) -> h, x, List.of(x, Tensor.of(1.0)))));
    assertEquals("scan: there is no tensor in 7 to go along; Tensor.arange(0, n) makes n steps",
        message(() -> Autodiff.fold((Tensor h, Integer t) -> h, x, 7)));
    assertEquals(
        "whileLoop: the condition is BOOL[3], not one truth value, BOOL[]; compare, and reduce, with any() or all()",
        message(() -> Autodiff.whileLoop(y -> y.greater(0), y -> y.sub(1), x)));
    assertEquals("whileLoop: a limit of -1 steps is negative",
        message(() -> Autodiff.whileLoop(y -> y.sum().greater(0), y -> y.sub(1), x, -1)));
    assertEquals(
        "cond: the condition is FLOAT64[], not one truth value, BOOL[]; compare, and reduce, with any() or all()",
        message(() -> Autodiff.cond(x.sum(), y -> y, y -> y, x)));
    assertEquals(
        "cond: the result if false is FLOAT64[], where the result if true is FLOAT64[3]; they must be built alike, "
            + "of tensors of the same types",
        message(() -> Autodiff.compile((UnaryOperator<Tensor>) in -> Autodiff
            .cond(in.sum().greater(0), y -> y, y -> y.sum(), in)).apply(x)));
    assertEquals(
        "whileLoop: has no reverse mode in a program, where the number of steps is not known: give it a limit, "
            + "whileLoop(condition, f, start, limit), or use scan, or forward mode (jvp)",
        message(() -> Autodiff.compile(Autodiff.grad(ControlFlowTest::root)).apply(Tensor.of(2.0))));
  }
}
