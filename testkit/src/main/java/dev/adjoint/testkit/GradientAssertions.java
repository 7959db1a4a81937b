package dev.adjoint.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.check.Report;
import dev.adjoint.testkit.oracle.Rounding;
import dev.adjoint.testkit.oracle.Slope;
import net.jqwik.api.Assume;

/**
 * What must hold of every differentiable function, at any inputs:
 *
 * {@snippet :
 * @Property
 * void swish(@ForAll @TensorRange(min = -5, max = 5) Tensor x) {
 *   assertGradients(t -> t.mul(t.sigmoid()), x);
 * }
 * }
 */
@SuppressWarnings("overloads") // a lambda of one parameter means a function of one tensor, as it should
public final class GradientAssertions {
  /** Up to so many elements are looked at one by one; of more, a few random directions. */
  private static final int FEW = 24;

  private GradientAssertions() {}

  /** Fails unless the first and second derivatives of f at x are right. */
  public static void assertGradients(UnaryOperator<Tensor> f, Tensor x) {
    assertGradients(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /** Fails unless the first and second derivatives of f at a and b are right. */
  public static void assertGradients(BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    assertGradients(in -> f.apply(in.get(0), in.get(1)), new Tensor[]{a, b});
  }

  /**
   * Fails unless the first and second derivatives of f at the inputs are right: those of the tape as near to central differences
   * as rounding and the length of the step allow, which is measured, not assumed. Where differences do not settle, as across a
   * jump, they say nothing; if they say nothing of any element, the try is left out, and jqwik counts it.
   *
   * @throws AssertionError with the elements that are wrong
   */
  public static void assertGradients(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    Function<List<Tensor>, Tensor> s = x -> GradientCheck.weighted(f.apply(x)).sum();
    boolean first = areRight(1, s, inputs);
    boolean second = areRight(2, GradientCheck.gradientAlong(f, List.of(inputs)), inputs);
    Assume.that(first && second);
  }

  /** Whether differences could tell that derivatives are right; an error if they tell the contrary. */
  private static boolean areRight(int order, Function<List<Tensor>, Tensor> s, Tensor... inputs) {
    var check = Arrays.stream(inputs).mapToInt(Tensor::size).sum() <= FEW
        ? GradientCheck.DEFAULT
        : GradientCheck.DEFAULT.inDirections(2);
    var near = check.run(s, inputs).elements();
    if (near.isEmpty()) {
      return true; // there is nothing to differentiate by
    }
    var far = check.withStepTimes(2).run(s, inputs).elements();
    var value = s.apply(Arrays.stream(inputs).map(GradientAssertions::variable).toList());
    double step = Math.cbrt(Rounding.precision(value.dtype()));
    var beside = s.apply(Arrays.stream(inputs).map(x -> variable(moved(x, step))).toList()); // where not everything is 0
    double noise = (Rounding.bound(value) + Rounding.bound(beside)) / step;
    double scale = near.stream().mapToDouble(e -> Math.max(Math.abs(e.analytic()), Math.abs(e.numeric()))).max()
        .orElse(0);
    double resolved = resolution(value.dtype()) * Math.max(scale, Math.abs(value.item()));
    var wrong = new ArrayList<String>();
    boolean anySettled = false;
    for (int i = 0; i < near.size(); i++) {
      var verdict = new Verdict(near.get(i), far.get(i), noise);
      anySettled |= verdict.uncertainty() <= resolved;
      if (!verdict.isRight()) {
        wrong.add(verdict.toString());
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.format(Locale.ROOT,
          "%s derivative is wrong in %d of %d elements:%n%s%nIf the function has a kink or a jump there, keep away from it "
              + "with @AwayFrom.",
          order == 1 ? "first" : "second", wrong.size(), near.size(),
          String.join(System.lineSeparator(), wrong.subList(0, Math.min(5, wrong.size())))));
    }
    return anySettled;
  }

  private static Tensor variable(Tensor x) {
    return x.dtype().isFloating() ? Tensor.variable(x) : x;
  }

  /** Differences that are off by more than this part of the derivative say nothing. */
  private static double resolution(DType dtype) {
    return dtype == DType.FLOAT32 ? 0.1 : 1e-3;
  }

  private static Tensor moved(Tensor x, double step) {
    return x.dtype().isFloating() ? x.detach().add(step) : x;
  }

  /**
   * One derivative, by the tape and by differences.
   *
   * @param near with the default step
   * @param far with twice that step
   * @param noise how far rounding can take differences
   */
  private record Verdict(Report.Element near, Report.Element far, double noise) {

    /** By Richardson's extrapolation: what the error of a step h² and of one twice as long leave when they cancel. */
    double numeric() {
      return near.numeric() + (near.numeric() - far.numeric()) / 3;
    }

    /** Three times what the step changes: more than is left of it where it shrinks by h², and all where it grows by 1/h, at a jump. */
    double uncertainty() {
      return 3 * Math.abs(near.numeric() - far.numeric()) + noise;
    }

    boolean isRight() {
      double a = near.analytic();
      // An infinity or NaN that both see is outside of the domain, and says nothing.
      return Double.compare(a, near.numeric()) == 0
          || (Double.isFinite(a) && !(Math.abs(a - numeric()) > uncertainty()));
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "  %s%s: tape %.10g, differences %.10g ± %.1g", near.input(),
          near.index().isEmpty() ? "" : near.index(), near.analytic(), numeric(), uncertainty());
    }
  }

  /** Fails unless f, compiled, gives the same bits: its value, its gradients, and the gradients of those. */
  public static void assertCompiles(UnaryOperator<Tensor> f, Tensor x) {
    assertCompiles(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /** Fails unless f, compiled, gives the same bits: its value, its gradients, and the gradients of those. */
  public static void assertCompiles(BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    assertCompiles(in -> f.apply(in.get(0), in.get(1)), new Tensor[]{a, b});
  }

  /** Fails unless f, compiled, gives the same bits: its value, its gradients, and the gradients of those. */
  public static void assertCompiles(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    var at = Arrays.stream(inputs).map(Tensor::detach).toList();
    var program = Program.trace(at.stream().map(Tensor::type).toList(), x -> allOrders(f, at, x));
    var eager = allOrders(f, at, at.stream().map(GradientAssertions::variable).toList());
    for (int run = 1; run <= 2; run++) { // a program must leave no trace of a run behind
      var compiled = program.run(at.toArray(Tensor[]::new));
      for (int i = 0; i < eager.size(); i++) {
        if (!eager.get(i).value().equals(compiled.get(i).value())) {
          throw new AssertionError("compiled, run %d, %s is%n%s%nnot%n%s%n%s".formatted(run, describe(i, inputs.length),
              compiled.get(i), eager.get(i), program.explain()));
        }
      }
    }
  }

  /** Fails unless f, compiled, gives the same as far as rounding allows: its value, and both its derivatives. */
  public static void assertCompilesToARounding(UnaryOperator<Tensor> f, Tensor x) {
    assertCompilesToARounding(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /**
   * Fails unless f, compiled, gives the same as far as rounding allows: its value, and its first and second derivative along random
   * directions. That is for functions with loops and branches of {@link Autodiff}: each is one operation in a program, which adds up
   * gradients in another order than the steps do one by one.
   */
  public static void assertCompilesToARounding(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    var at = Arrays.stream(inputs).map(Tensor::detach).toList();
    var slope = GradientCheck.gradientAlong(f, at);
    var curvature = GradientCheck.gradientAlong(slope, at);
    var compiled = Program.trace(at.stream().map(Tensor::type).toList(),
        x -> List.of(f.apply(x), slope.apply(x), curvature.apply(x))).run(inputs);
    var x = at.stream().map(GradientAssertions::variable).toList();
    var y = f.apply(x);
    assertSame("compiled, the value", y, compiled.get(0));
    assertSame("compiled, the first derivative", Slope.of(GradientCheck.weighted(y).sum(), x), compiled.get(1));
    assertSame("compiled, the second derivative", Slope.of(slope.apply(x), x), compiled.get(2));
  }

  private static void assertSame(String what, Slope expected, Tensor actual) {
    if (!(Math.abs(expected.value() - actual.item()) <= 2 * expected.bound())) {
      throw new AssertionError(
          what + " is " + actual.item() + ", not " + expected.value() + " ± " + 2 * expected.bound());
    }
  }

  private static void assertSame(String what, Tensor expected, Tensor actual) {
    var y = expected.flatten();
    var found = actual.flatten();
    for (int i = 0; i < y.size(); i++) {
      double right = y.get(i).item();
      double value = found.get(i).item();
      if (!isSame(right, value, Rounding.bound(y.get(i)))) {
        throw new AssertionError(what + " is " + value + " at element " + i + ", not " + right);
      }
    }
  }

  /** A bound is NaN beside infinities, which another input may be at; two numbers are all that is asked for then. */
  private static boolean isSame(double right, double value, double bound) {
    return Double.compare(right, value) == 0 || right == value || Math.abs(right - value) <= bound
        || (Double.isNaN(bound) && Double.isFinite(right) && Double.isFinite(value));
  }

  private static String describe(int result, int inputs) {
    return result == 0
        ? "the value"
        : "the " + (result <= inputs ? "gradient" : "second derivative") + " with respect to input "
            + (result - 1) % inputs;
  }

  /** The value, its gradients, and the gradients of their sum along random directions. */
  private static List<Tensor> allOrders(Function<List<Tensor>, Tensor> f, List<Tensor> at, List<Tensor> x) {
    var y = f.apply(x);
    var slope = GradientCheck.gradientAlong(f, at).apply(x);
    return Stream.of(Stream.of(y), gradients(GradientCheck.weighted(y).sum(), x), gradients(slope, x)).flatMap(t -> t)
        .map(Tensor::detach).toList();
  }

  private static Stream<Tensor> gradients(Tensor s, List<Tensor> x) {
    if (!s.isTracked()) {
      return x.stream().map(t -> Tensor.zeros(t.type()));
    }
    var gradients = Tape.of(s).backward();
    return x.stream().map(t -> t.dtype() == DType.INT32 || t.dtype() == DType.BOOL ? t : gradients.orZero(t));
  }

  /** Fails unless forward mode agrees with reverse mode: ⟨u, J·v⟩ = ⟨Jᵀ·u, v⟩ for random u and v, as far as rounding allows. */
  public static void assertForwardIsReverse(UnaryOperator<Tensor> f, Tensor x) {
    assertForwardIsReverse(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /** Fails unless forward mode agrees with reverse mode: ⟨u, J·v⟩ = ⟨Jᵀ·u, v⟩ for random u and v, as far as rounding allows. */
  public static void assertForwardIsReverse(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    var at = List.of(inputs);
    Function<List<Tensor>, Tensor> s = x -> GradientCheck.weighted(f.apply(x)).sum();
    var variables = at.stream().map(GradientAssertions::variable).toList();
    var reverse = Slope.of(s.apply(variables), variables);
    double forward = Autodiff.jvp(s, at, GradientCheck.directions(at)).item();
    if (!(Math.abs(forward - reverse.value()) <= 2 * reverse.bound())) {
      throw new AssertionError(
          "forward mode gives " + forward + ", reverse mode " + reverse.value() + " ± " + reverse.bound());
    }
  }

  /** Fails unless f of a batch of examples, by vmap, is f of each, as far as rounding allows; and so its slopes. */
  public static void assertBatches(UnaryOperator<Tensor> f, Tensor example) {
    assertBatches(in -> f.apply(in.get(0)), new Tensor[]{example});
  }

  /**
   * Fails unless f of a batch of examples, by vmap, is f of each, as far as rounding allows; and so its slopes, of each example and of
   * the whole batch. The batch has examples of other signs too, if f takes them, so that not all take the same branches.
   */
  public static void assertBatches(Function<List<Tensor>, Tensor> f, Tensor... example) {
    assertBatches(f, x -> isTaken(f, x), example);
  }

  /**
   * The same where not every example will do. What is computed outside of a branch is computed of all examples: if a slope is infinite
   * there, that of an example that has no use for it is 0·∞ in the gradient of the whole batch.
   *
   * @param isInside whether everything that f computes has derivatives at inputs
   */
  public static void assertBatches(Function<List<Tensor>, Tensor> f, Predicate<List<Tensor>> isInside,
      Tensor... example) {
    var one = List.of(example);
    // Of the same signs and order, so that what is looked up by value is looked up in the same place.
    var other = times(0.75, one);
    var examples = new ArrayList<>(List.of(one, other, one));
    Stream.of(times(-1, one), times(0, one)).filter(isInside).forEach(examples::add);
    var batch = IntStream.range(0, one.size())
        .mapToObj(i -> Tensor.stack(0, examples.stream().map(x -> x.get(i)).toArray(Tensor[]::new))).toList();
    assertSame("f", f, examples, Autodiff.vmap(f).apply(batch));
    var slope = GradientCheck.gradientAlong(f, one);
    assertSame("the slope of f", slope, examples, Autodiff.vmap(slope).apply(batch));
    assertSame("the slope of f of all", slope, examples, slopes(f, one, batch));
  }

  private static List<Tensor> times(double factor, List<Tensor> x) {
    return x.stream().map(t -> t.dtype().isFloating() ? t.mul(factor) : t).toList();
  }

  private static boolean isTaken(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
    try {
      return !f.apply(x).isSymbolic();
    } catch (IllegalArgumentException e) {
      return false; // such as an index that is outside now
    }
  }

  /** The slope of every example, by the gradient of all of them. */
  private static Tensor slopes(Function<List<Tensor>, Tensor> f, List<Tensor> one, List<Tensor> batch) {
    var x = batch.stream().map(GradientAssertions::variable).toList();
    var weighted = Autodiff.vmap((List<Tensor> in) -> GradientCheck.weighted(f.apply(in)).sum()).apply(x);
    var gradients = gradients(weighted.sum(), x).toList();
    var directions = GradientCheck.directions(one);
    return IntStream.range(0, x.size()).filter(i -> x.get(i).dtype().isFloating())
        .mapToObj(i -> Autodiff.vmap((Tensor g) -> g.mul(directions.get(i)).sum().cast(DType.FLOAT64))
            .apply(gradients.get(i)))
        .reduce(Tensor::add).orElseThrow();
  }

  private static void assertSame(String what, Function<List<Tensor>, Tensor> f, List<List<Tensor>> examples,
      Tensor batched) {
    for (int k = 0; k < examples.size(); k++) {
      var y = f.apply(examples.get(k).stream().map(GradientAssertions::variable).toList());
      assertSame("in a batch, " + what + " of example " + k, y, batched.get(k));
    }
  }
}
