package dev.adjoint.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.Counted;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Where each example of a batch takes a branch of its own, or stops of its own, the batch is its examples: each is as it is alone, also
 * where what it does not take is infinite, not a number, or has no end.
 */
class BatchesOfBranchesTest {
  private static final double[] POINTS = {2, 0, -1, Double.POSITIVE_INFINITY, Double.NaN, -0.0,
      Double.NEGATIVE_INFINITY,
      0.5, 1e-30, -1e300, 1, 3};
  private static final Tensor W = Tensor.of(0.75);

  static Stream<Arguments> functions() {
    return Stream.of(
        of("a logarithm", x -> Autodiff.cond(x.greater(0), Tensor::log, t -> t.mul(0), x)),
        of("a root", x -> Autodiff.cond(x.greater(0), Tensor::sqrt, Tensor::sin, x)),
        of("both", x -> Autodiff.cond(x.greater(0), t -> t.log().mul(t.sqrt()), t -> t.neg().sqrt(), x)),
        of("what is closed over", x -> Autodiff.cond(x.greater(0), _ -> x.log().mul(W), _ -> x.mul(W), W)),
        of("what is closed over alone", x -> Autodiff.cond(x.greater(0), _ -> x.log(), _ -> x.sin(), List.of())),
        of("what is closed over by a loop", x -> Autodiff.whileLoop(c -> c.less(x), c -> c.add(x.sqrt()), W, 3)),
        of("never", x -> Autodiff.cond(x.greater(1e308).and(x.less(1e308)), Tensor::log, t -> t.square(), x)),
        of("a branch in a branch", x -> Autodiff.cond(x.greater(0),
            t -> Autodiff.cond(t.greater(1), s -> s.sub(1).sqrt(), s -> s.neg().log1p(), t), t -> t.neg().sqrt(), x)),
        of("a vector", x -> Autodiff.cond(x.greater(0), t -> t.log().mean(), t -> t.slice(0, 0, 1).sum().mul(0.5),
            x.mul(Tensor.of(1.0, 2)))),
        of("whole numbers and truth values", x -> Autodiff.cond(x.greater(0),
            t -> t.log().greater(0).where(t.log(), t.log().argmax().cast(t.dtype())), t -> t.mul(2), x)),
        of("a checkpoint",
            x -> Autodiff.cond(x.greater(0), Autodiff.checkpoint(t -> t.log().mul(x.sqrt())), t -> t.sin(),
                x)),
        of("a scan", x -> Autodiff.cond(x.greater(0),
            t -> Autodiff.fold((Tensor c, Tensor s) -> c.mul(t.log()).add(s), t, Tensor.of(1.0, 2, 3)), t -> t.sin(),
            x)),
        of("a limited loop", x -> Autodiff.whileLoop(c -> c.greater(0), c -> c.log(), x, 5)),
        of("a limited loop in a branch", x -> Autodiff.cond(x.greater(0),
            t -> Autodiff.whileLoop(c -> c.greater(0), c -> c.log().mul(W), t, 5), t -> t.sin(), x)));
  }

  private static Arguments of(String name, UnaryOperator<Tensor> f) {
    return arguments(name, f);
  }

  /** f of each number alone. */
  private static double[] each(UnaryOperator<Tensor> f, double... x) {
    return IntStream.range(0, x.length).mapToDouble(i -> f.apply(Tensor.of(x[i])).item()).toArray();
  }

  private static void assertAll(String what, double[] expected, UnaryOperator<Tensor> f) {
    var x = Tensor.of(POINTS);
    assertSame(what, expected, f.apply(x));
    assertSame("compiled, " + what, expected, Autodiff.compile(f).apply(x));
  }

  private static void assertSame(String what, double[] expected, Tensor found) {
    double[] actual = found.toDoubles();
    for (int i = 0; i < expected.length; i++) {
      int at = i;
      assertTrue(Double.compare(expected[i] + 0.0, actual[i] + 0.0) == 0
          || Math.abs(expected[i] - actual[i]) <= 1e-12 * Math.abs(expected[i]),
          () -> what + " of example " + at + " is " + actual[at] + ", not " + expected[at]);
    }
  }

  private static UnaryOperator<Tensor> gradOfSum(UnaryOperator<Tensor> f) {
    return Autodiff.grad((Tensor x) -> f.apply(x).sum())::apply;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void aBatchIsItsExamples(String name, UnaryOperator<Tensor> f) {
    UnaryOperator<Tensor> batched = Autodiff.vmap(f);
    UnaryOperator<Tensor> slope = Autodiff.grad(f);
    UnaryOperator<Tensor> curvature = Autodiff.grad(slope);
    assertAll("f", each(f, POINTS), batched);
    assertAll("grad of vmap", each(slope, POINTS), gradOfSum(batched));
    assertAll("vmap of grad", each(slope, POINTS), Autodiff.vmap(slope));
    assertAll("jvp of vmap", each(slope, POINTS), x -> Autodiff.jvp(batched, x, Tensor.ones(x.type())));
    assertAll("vmap of jvp", each(slope, POINTS),
        Autodiff.vmap((Tensor x) -> Autodiff.jvp(f, x, Tensor.of(1.0)))::apply);
    assertAll("grad of grad of vmap", each(curvature, POINTS), gradOfSum(gradOfSum(batched)));
    assertAll("grad of vmap of grad", each(curvature, POINTS), gradOfSum(Autodiff.vmap(slope)));
    assertAll("jvp of grad of vmap", each(curvature, POINTS),
        x -> Autodiff.jvp(gradOfSum(batched), x, Tensor.ones(x.type())));
    UnaryOperator<Tensor> twice = Autodiff.vmap(batched);
    assertAll("vmap of vmap", each(f, POINTS), x -> twice.apply(x.reshape(3, 4)).flatten());
    assertAll("grad of vmap of vmap", each(slope, POINTS), gradOfSum(x -> twice.apply(x.reshape(3, 4))));
    assertAll("vmap of grad of vmap", each(slope, POINTS),
        x -> Autodiff.vmap(gradOfSum(batched)).apply(x.reshape(4, 3)).flatten());
  }

  @Test
  void aBatchOfNoExamplesIsEmpty() {
    functions().forEach(row -> {
      @SuppressWarnings("unchecked")
      var f = (UnaryOperator<Tensor>) row.get()[1];
      UnaryOperator<Tensor> slope = gradOfSum(Autodiff.vmap(f));
      assertEquals(0, Autodiff.vmap(f).apply(Tensor.zeros(0)).size());
      assertEquals(0, slope.apply(Tensor.zeros(0)).size());
      assertEquals(0, Autodiff.compile(slope).apply(Tensor.zeros(0)).size());
    });
  }

  /** Its gradient is a sum over the examples that read it. */
  @Test
  void whatAllExamplesShareIsDifferentiatedByThoseThatReadIt() {
    Function<List<Tensor>, Tensor> f = in -> Autodiff.vmap(
        (Tensor x) -> Autodiff.cond(x.greater(0), t -> t.log().mul(in.get(1)), t -> t.mul(in.get(1)).sin(), x))
        .apply(in.get(0)).sum();
    var at = List.of(Tensor.of(2.0, 0, -1, 0.5), Tensor.of(3.0));
    double expected = Math.log(2) + Math.log(0.5) - Math.cos(-3);
    assertEquals(expected, Autodiff.grad(f).apply(at).get(1).item(), 1e-12);
    assertEquals(expected, Autodiff.compile(Autodiff.grad(f)).apply(at).get(1).item(), 1e-12);
  }

  @Test
  void aBranchThatNoExampleTakesIsNotComputed() {
    var count = new AtomicInteger();
    UnaryOperator<Tensor> f = Autodiff.vmap((UnaryOperator<Tensor>) x -> Autodiff.cond(x.greater(0),
        t -> Tensor.apply(new Counted(count), t), Tensor::sin, x));
    assertEquals(0, f.apply(Tensor.of(-1.0, 0)).get(1).item());
    UnaryOperator<Tensor> compiled = Autodiff.compile(f);
    assertEquals(Math.sin(-1), compiled.apply(Tensor.of(-1.0, -2)).get(0).item(), 1e-15);
    assertEquals(0, count.get());
    assertEquals(1, compiled.apply(Tensor.of(1.0, -2)).get(0).item());
    assertEquals(2, count.get()); // one by one, as it has no rule for a batch
  }

  @Test
  void whatABranchComputesOfWhatItClosesOverIsComputedIfItIsTaken() {
    var count = new AtomicInteger();
    UnaryOperator<Tensor> f = Autodiff.compile((UnaryOperator<Tensor>) x -> Autodiff.cond(x.greater(0),
        t -> t.mul(Tensor.apply(new Counted(count), x)), Tensor::sin, x));
    assertEquals(Math.sin(-1), f.apply(Tensor.of(-1.0)).item(), 1e-15);
    assertEquals(0, count.get());
    assertEquals(4, f.apply(Tensor.of(2.0)).item());
    assertEquals(1, count.get());
  }

  /** Down to 0 in steps of 1, which a number that is not whole or is negative never comes to. */
  private static Tensor down(Tensor x) {
    return Autodiff.whileLoop(c -> c.notEqual(0), c -> c.sub(1), x);
  }

  @Test
  void aLoopEndsThatOnlyOthersWouldNotComeOutOf() {
    UnaryOperator<Tensor> f = x -> Autodiff.cond(x.greater(0), t -> down(t).add(t), t -> t.mul(0.5), x);
    UnaryOperator<Tensor> inLoop = x -> Autodiff.whileLoop(c -> c.greater(0), c -> down(c).sub(1).mul(c), x);
    for (var x : new Tensor[]{Tensor.of(2.0, -1.5, 3, -0.5), Tensor.of(-0.5, -2)}) {
      for (var g : List.of(f, inLoop)) {
        for (var slope : List.of(g, (UnaryOperator<Tensor>) at -> Autodiff.jvp(g, at, Tensor.of(1.0)))) {
          double[] expected = each(slope, x.toDoubles());
          assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertSame("f", expected, Autodiff.vmap(slope).apply(x));
            assertSame("compiled", expected, Autodiff.compile(Autodiff.vmap(slope)).apply(x));
          });
        }
      }
    }
  }

  /** One more logarithm of 0 would be infinite, and so would its derivative. */
  @Test
  void reverseModeStepByStepLeavesOutWhatHasStopped() {
    UnaryOperator<Tensor> f = x -> Autodiff.whileLoop(c -> c.greater(0), Tensor::log, x);
    double[] points = {2, 0, -1, 20, 1, Double.NaN, Double.NEGATIVE_INFINITY};
    assertSame("the slope", each(Autodiff.grad(f), points), gradOfSum(Autodiff.vmap(f)).apply(Tensor.of(points)));
  }
}
