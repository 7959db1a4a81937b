package dev.adjoint.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;

/**
 * Compares gradients by the tape with central differences, (s(x + h) − s(x − h)) / 2h, where s = Σ r ⊙ f(x) weighs the elements
 * of the result with fixed random numbers r (for a result of one element, r = 1).
 *
 * <p>The relative error of an element is |a − n| / max(|a|, |n|, 10⁻³·max(Σ|r ⊙ f|, largest |a|)), for the tape's a and the
 * differences' n; the last term is what differences can resolve (of a gradient too, which rounds like the function it is of).
 * They are exact to about ε^⅔ of that, so the default step is ε^⅓·max(1, |x|) with ε the machine precision of the input's
 * element type (J. Nocedal and S. Wright, "Numerical Optimization", 2006, section 8.1).
 *
 * <p>Differences mean nothing across a kink: keep the step clear of those of relu, abs or max.
 *
 * @param step how far to go from x
 * @param tolerance the largest relative error allowed; 0 for 10⁻⁶ in FLOAT64 and 10⁻² in FLOAT32
 * @param directions 0 to check every element by itself, else the number of random directions to check instead
 * @param order 1 for gradients, 2 for gradients of gradients
 */
@SuppressWarnings("overloads") // a lambda of one parameter means a function of one tensor, as it should
public record GradientCheck(Step step, double tolerance, int directions, int order) {

  /** How far differences go from x. */
  public sealed interface Step {
    /**
     * ε^⅓·max(1, |x|), times a factor.
     *
     * @param factor the factor
     */
    record Scaled(double factor) implements Step {
    }

    /**
     * The same everywhere.
     *
     * @param epsilon the step
     */
    record Fixed(double epsilon) implements Step {
    }
  }

  /** Every element, first order, with a step that suits it. */
  public static final GradientCheck DEFAULT = new GradientCheck(new Step.Scaled(1), 0, 0, 1);

  private static final long SEED = 0x5eed;

  /** With a step of ε for every element, such as the textbook's 10⁻⁴. */
  public GradientCheck withStep(double epsilon) {
    return new GradientCheck(new Step.Fixed(epsilon), tolerance, directions, order);
  }

  /** With the default step times a factor. */
  public GradientCheck withStepTimes(double factor) {
    return new GradientCheck(new Step.Scaled(factor), tolerance, directions, order);
  }

  /** With another tolerance. */
  public GradientCheck withTolerance(double largest) {
    return new GradientCheck(step, largest, directions, order);
  }

  /** Along n random directions in place of every element: two evaluations each, however many elements there are. */
  public GradientCheck inDirections(int n) {
    return new GradientCheck(step, tolerance, n, order);
  }

  /** Of the gradient of v·∇s, for fixed random v, in place of s. */
  public GradientCheck secondOrder() {
    return new GradientCheck(step, tolerance, directions, 2);
  }

  /**
   * Fails unless the first and second derivatives of f at x are right.
   *
   * @throws AssertionError with the report
   */
  public static void assertGradients(UnaryOperator<Tensor> f, Tensor x) {
    assertGradients(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /** Fails unless the first and second derivatives of f at a and b are right. */
  public static void assertGradients(BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    assertGradients(in -> f.apply(in.get(0), in.get(1)), new Tensor[]{a, b});
  }

  /** Fails unless the first and second derivatives of f at the inputs are right; INT32 and BOOL inputs stay as they are. */
  public static void assertGradients(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    DEFAULT.run(f, inputs).assertPassed();
    DEFAULT.secondOrder().run(f, inputs).assertPassed();
  }

  /**
   * The operation, once its backward rule is shown to agree with differences at x; for a constant that is checked where it is
   * defined. To second order too, if the rule can be differentiated: a rule on arrays cannot.
   *
   * @throws AssertionError with the element that is wrong
   */
  public static Op.Unary checked(Op.Unary op, Tensor x) {
    return checked(op, in -> Tensor.apply(op, in.get(0)), x);
  }

  /** The same for an operation on two tensors. */
  public static Op.Binary checked(Op.Binary op, Tensor a, Tensor b) {
    return checked(op, in -> Tensor.apply(op, in.get(0), in.get(1)), a, b);
  }

  /** The same for an operation on any number of tensors. */
  public static Op.Nary checked(Op.Nary op, Tensor... x) {
    return checked(op, in -> Tensor.apply(op, in), x);
  }

  private static <O extends Op> O checked(O op, Function<List<Tensor>, Tensor> f, Tensor... x) {
    requirePassed(op, DEFAULT.run(f, x));
    Report second;
    try {
      second = DEFAULT.secondOrder().run(f, x);
    } catch (UnsupportedOperationException e) {
      return op; // its rule is written on arrays
    }
    requirePassed(op, second);
    return op;
  }

  private static void requirePassed(Op op, Report report) {
    if (!report.passed()) {
      throw new AssertionError(op.name() + ": " + report);
    }
  }

  /** Checks a function of one tensor. */
  public Report run(UnaryOperator<Tensor> f, Tensor x) {
    return run(in -> f.apply(in.get(0)), new Tensor[]{x});
  }

  /** Checks a function of two tensors. */
  public Report run(BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    return run(in -> f.apply(in.get(0), in.get(1)), new Tensor[]{a, b});
  }

  /** Checks a function of several tensors; INT32 and BOOL inputs stay as they are. */
  public Report run(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    var at = List.of(inputs);
    return order == 1
        ? compare(f, at, 0)
        : compare(gradientAlong(f, at), at, magnitude(weighted(f.apply(variables(at)))));
  }

  /** Variables even where nothing asks for a gradient, so that a function that differentiates inside can. */
  private static List<Tensor> variables(List<Tensor> at) {
    return at.stream().map(x -> x.dtype().isFloating() ? Tensor.variable(x) : x).toList();
  }

  private static double magnitude(Tensor terms) {
    double sum = terms.detach().abs().sum().item();
    return Double.isFinite(sum) ? sum : 0; // relative to infinity everything would be right
  }

  /** The fixed random directions v of the check of second order; an INT32 or BOOL tensor stands for itself. */
  public static List<Tensor> directions(List<Tensor> at) {
    var v = new ArrayList<Tensor>();
    for (int i = 0; i < at.size(); i++) {
      v.add(at.get(i).dtype().isFloating() ? Tensor.normal(at.get(i).type(), SEED + 1 + i) : at.get(i));
    }
    return v;
  }

  /** x ↦ Σ v ⊙ ∇s(x) for these directions, as a differentiable function: what the check of second order looks at. */
  public static Function<List<Tensor>, Tensor> gradientAlong(Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    var v = directions(at);
    return x -> {
      var s = weighted(f.apply(x)).sum();
      Tensor result = s.scalar(0);
      if (s.isTracked()) {
        var gradients = Tape.of(s).differentiableBackward();
        for (int i = 0; i < x.size(); i++) {
          if (gradients.reach(x.get(i))) {
            result = result.add(gradients.of(x.get(i)).mul(v.get(i)).sum());
          }
        }
      }
      return result;
    };
  }

  /** The elements of a result times the fixed random weights that make one number s of them. */
  public static Tensor weighted(Tensor y) {
    return y.size() == 1 ? y : y.mul(Tensor.normal(y.type(), SEED));
  }

  /** Compares, where f comes out of a computation of at least the given magnitude, which rounding errors are relative to. */
  private Report compare(Function<List<Tensor>, Tensor> f, List<Tensor> at, double magnitude) {
    var variables = variables(at);
    var terms = weighted(f.apply(variables));
    var s = terms.sum();
    var analytic = new ArrayList<double[]>();
    var gradients = s.isTracked() ? s.backward() : null;
    double largest = 0;
    for (var x : variables) {
      var gradient = gradients == null ? Tensor.zeros(x.type()) : gradients.orZero(x);
      analytic.add(doubles(gradient));
      largest = Math.max(largest, Arrays.stream(doubles(gradient)).map(Math::abs).max().orElse(0));
    }
    double floor = 1e-3 * Math.max(magnitude, Math.max(largest, magnitude(terms)));
    var probe = new Probe(f, at, analytic, floor);
    var elements = directions == 0 ? probe.everyElement() : probe.alongDirections();
    var dtype = at.stream().map(Tensor::dtype).filter(DType::isFloating).findFirst().orElse(DType.FLOAT64);
    return new Report(order, tolerance > 0 ? tolerance : dtype == DType.FLOAT64 ? 1e-6 : 1e-2, elements);
  }

  private static double[] doubles(Tensor x) {
    return x.cast(DType.FLOAT64).toDoubles();
  }

  /** Moves the inputs and looks at s. */
  private final class Probe {
    private final Function<List<Tensor>, Tensor> f;
    private final List<Tensor> at;
    private final List<double[]> analytic;
    private final double floor;

    private Probe(Function<List<Tensor>, Tensor> f, List<Tensor> at, List<double[]> analytic, double floor) {
      this.f = f;
      this.at = at;
      this.analytic = analytic;
      this.floor = floor;
    }

    private List<Report.Element> everyElement() {
      var elements = new ArrayList<Report.Element>();
      for (int i = 0; i < at.size(); i++) {
        var x = at.get(i);
        double[] values = x.dtype().isFloating() ? doubles(x) : new double[0];
        for (int k = 0; k < values.length; k++) {
          double h = step(x, values[k]);
          double numeric = difference(i, values, k, h);
          elements.add(element(label(i), index(x.shape(), k), analytic.get(i)[k], numeric));
        }
      }
      return elements;
    }

    private double difference(int i, double[] values, int k, double h) {
      double[] up = values.clone();
      double[] down = values.clone();
      up[k] += h;
      down[k] -= h;
      var above = moved(at.get(i), up);
      var below = moved(at.get(i), down);
      // The step as the element type holds it.
      double width = doubles(above)[k] - doubles(below)[k];
      return (evaluate(replace(i, above)) - evaluate(replace(i, below))) / width;
    }

    private List<Tensor> replace(int i, Tensor x) {
      var moved = new ArrayList<>(at);
      moved.set(i, x);
      return moved;
    }

    private List<Report.Element> alongDirections() {
      var elements = new ArrayList<Report.Element>();
      for (int d = 0; d < directions; d++) {
        var above = new ArrayList<Tensor>();
        var below = new ArrayList<Tensor>();
        double slope = 0;
        double h = Double.POSITIVE_INFINITY;
        for (var x : at) {
          h = x.dtype().isFloating() ? Math.min(h, step(x, 0)) : h;
        }
        for (int i = 0; i < at.size(); i++) {
          var x = at.get(i);
          if (x.dtype().isFloating()) {
            double[] v = Tensor.normal(DType.FLOAT64.tensor(x.size()), SEED + 1000L * (d + 1) + i).toDoubles();
            double[] values = doubles(x);
            double[] up = new double[v.length];
            double[] down = new double[v.length];
            for (int k = 0; k < v.length; k++) {
              slope += analytic.get(i)[k] * v[k];
              up[k] = values[k] + h * v[k];
              down[k] = values[k] - h * v[k];
            }
            above.add(moved(x, up));
            below.add(moved(x, down));
          } else {
            above.add(x);
            below.add(x);
          }
        }
        elements.add(element("direction " + d, List.of(), slope, (evaluate(above) - evaluate(below)) / (2 * h)));
      }
      return elements;
    }

    private double evaluate(List<Tensor> x) {
      return weighted(f.apply(variables(x))).sum().item();
    }

    private double step(Tensor x, double value) {
      return switch (step) {
        case Step.Fixed(double epsilon) -> epsilon;
        case Step.Scaled(double factor) -> factor * Math.cbrt(x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f))
            * Math.max(1, Math.abs(value));
      };
    }

    private Report.Element element(String input, List<Integer> index, double a, double n) {
      double scale = Math.max(floor, Math.max(Math.abs(a), Math.abs(n)));
      double error = a == n ? 0 : Math.abs(a - n) / scale;
      return new Report.Element(input, index, a, n, error);
    }

    private String label(int i) {
      return at.get(i).name().orElse("input " + i);
    }
  }

  private static Tensor moved(Tensor x, double[] values) {
    return Tensor.of(x.shape(), values).cast(x.dtype());
  }

  private static List<Integer> index(Shape shape, int k) {
    var index = new ArrayList<Integer>();
    for (int stride : shape.strides()) {
      index.add(stride == 0 ? 0 : k / stride % shape.dim(index.size()));
    }
    return List.copyOf(index);
  }
}
