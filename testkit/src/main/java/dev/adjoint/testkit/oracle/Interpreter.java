package dev.adjoint.testkit.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.op.Activations;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.Conversions;
import dev.adjoint.op.Elementary;
import dev.adjoint.op.Indexing;
import dev.adjoint.op.LinearAlgebra;
import dev.adjoint.op.Losses;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Ordering;
import dev.adjoint.op.Recurrences;
import dev.adjoint.op.Reductions;
import dev.adjoint.op.Rounding;
import dev.adjoint.op.Slicing;
import dev.adjoint.op.Special;
import dev.adjoint.testkit.graph.Trace;
import org.hipparchus.CalculusFieldElement;

/**
 * Computes a traced function with other numbers than doubles, from the definition of each operation: nothing of its kernels and
 * nothing of its backward rule, but for whole numbers and truth values, which no other numbers can stand for. The formulas take no care of
 * cancellation: give them numbers with digits to lose. Where elements only move, the operation itself moves their positions.
 *
 * @param <T> the numbers
 */
public final class Interpreter<T extends CalculusFieldElement<T>> {
  private static final int TERMS = 400;

  private final T zero;
  private final GammaFunction<T> gamma;

  /** With these numbers; any one of them will do. */
  public Interpreter(T number) {
    this.zero = number.newInstance(0);
    this.gamma = new GammaFunction<>(zero);
  }

  /**
   * The elements of a tensor.
   *
   * @param type its type
   * @param elements in row-major order; the real parts, for INT32 and BOOL
   * @param results of an operation that has several
   */
  record Value<T>(TensorType type, List<T> elements, List<Value<T>> results) {
    Value(TensorType type, List<T> elements) {
      this(type, elements, List.of());
    }
  }

  /** The elements of the output at these elements of the inputs. */
  public List<T> evaluate(Trace trace, List<List<T>> inputs) {
    var arguments = IntStream.range(0, inputs.size())
        .mapToObj(i -> new Value<>(trace.inputs().get(i).type(), inputs.get(i))).toList();
    return trace.evaluate(arguments, this::constant, this::apply).elements;
  }

  private Value<T> constant(Tensor x) {
    return new Value<>(x.type(), numbers(x));
  }

  private List<T> numbers(Tensor x) {
    return Arrays.stream(x.cast(DType.FLOAT64).toDoubles()).mapToObj(zero::newInstance).toList();
  }

  private Tensor real(Value<T> x) {
    return Tensor.of(x.type.shape(), x.elements.stream().mapToDouble(CalculusFieldElement::getReal).toArray())
        .cast(x.type.dtype());
  }

  private Value<T> apply(Tensor node, List<Value<T>> x) {
    return switch (node.op()) {
      case Op.Multi op -> new Value<>(node.type(), List.of(), results(op, x));
      case Op.Result(int place) -> x.getFirst().results.get(place);
      default -> new Value<>(node.type(), elements(node, x));
    };
  }

  /** The results of an operation that has several. */
  private List<Value<T>> results(Op.Multi operation, List<Value<T>> x) {
    return switch (operation) {
      case Ordering.Sort op -> picked(op, op.axis(), x.getFirst());
      case Ordering.Extreme op -> picked(op, op.axis(), x.getFirst());
      case Ordering.CumulativeExtreme op -> picked(op, op.axis(), x.getFirst());
      case Slicing.Split op -> Tensor.apply(op, List.of(positions(x.getFirst(), 0))).stream()
          .map(p -> new Value<>(p.type().with(x.getFirst().type.dtype()), read(x.getFirst().elements, p))).toList();
      case Reductions.Moments op -> {
        var type = op.types(List.of(x.getFirst().type)).getFirst();
        var groups = groups(x.getFirst(), Tensor.zeros(type)).toList();
        var means = groups.stream().map(group -> sum(group).divide(whole(group.size()))).toList();
        var variances = IntStream.range(0, groups.size()).mapToObj(i -> sum(groups.get(i).stream()
            .map(a -> a.subtract(means.get(i))).map(a -> a.multiply(a)).toList()).divide(whole(groups.get(i).size())))
            .toList();
        yield List.of(new Value<>(type, means), new Value<>(type, variances));
      }
      default -> throw new UnsupportedOperationException(operation.name());
    };
  }

  /** The elements at positions that an operation finds by comparing, and the positions. */
  private List<Value<T>> picked(Op.Multi op, int axis, Value<T> x) {
    var order = Tensor.apply(op, List.of(real(x))).getLast();
    return List.of(new Value<>(x.type.with(order.shape()), read(x.elements, positions(x, 0).gather(axis, order))),
        constant(order));
  }

  /** By the definition of each operation; an operation without one here, such as a user's own, is an error. */
  private List<T> elements(Tensor node, List<Value<T>> in) {
    var x = in.getFirst();
    return switch (node.op()) {
      case Op op when !node.dtype().isFloating() -> numbers(op.apply(in.stream().map(this::real).toList()));
      case Op.Discrete op -> numbers(node.op().apply(in.stream().map(this::real).toList()));
      case Conversions.Cast op -> x.elements;
      case Arithmetic.Add op -> zip(in, node, CalculusFieldElement::add);
      case Arithmetic.AddBias op -> zip(in, node, CalculusFieldElement::add);
      case Arithmetic.Sub op -> zip(in, node, CalculusFieldElement::subtract);
      case Arithmetic.Mul op -> zip(in, node, CalculusFieldElement::multiply);
      case Arithmetic.Div op -> zip(in, node, CalculusFieldElement::divide);
      case Arithmetic.FloorDiv op -> zip(in, node, this::floorOfQuotient);
      case Arithmetic.Mod op -> zip(in, node, (a, b) -> a.subtract(b.multiply(floorOfQuotient(a, b))));
      case Arithmetic.Pow op -> zip(in, node, (a, b) -> b.multiply(a.log()).exp());
      case Arithmetic.Power(double p) -> map(x, a -> power(a, p));
      case Elementary.Atan2 op -> zip(in, node, this::angle);
      case Elementary.LogAddExp op -> zip(in, node, (a, b) -> logSumExp(List.of(a, b)));
      case Elementary.Hypot op -> zip(in, node, (a, b) -> length(List.of(a, b)));
      case Comparison.Where op -> where(in, node);
      case Comparison.Maximum op -> zip(in, node, (a, b) -> a.getReal() >= b.getReal() ? a : b);
      case Comparison.Minimum op -> zip(in, node, (a, b) -> a.getReal() <= b.getReal() ? a : b);
      case Losses.SigmoidCrossEntropy op -> zip(in, node, (a, t) -> softplus(a).subtract(a.multiply(t)));
      case Reductions.Sum op -> groups(x, node).map(this::sum).toList();
      case Reductions.Norm op -> groups(x, node).map(this::length).toList();
      case Reductions.Max op -> groups(x, node).map(group -> extreme(group, 1)).toList();
      case Reductions.Min op -> groups(x, node).map(group -> extreme(group, -1)).toList();
      case Reductions.LogSumExp op -> rows(x).map(this::logSumExp).toList();
      case Reductions.CumulativeSum(int axis) -> cumulative(x, axis, CalculusFieldElement::add);
      case Recurrences.CumulativeProduct(int axis) -> cumulative(x, axis, CalculusFieldElement::multiply);
      case Recurrences.LinearRecurrence op -> recurrence(op, x, in.get(1));
      case Activations.Softmax op -> rows(x).flatMap(row -> logSoftmax(row).map(CalculusFieldElement::exp)).toList();
      case Activations.LogSoftmax op -> rows(x).flatMap(this::logSoftmax).toList();
      case Losses.SoftmaxCrossEntropy op -> softmaxCrossEntropy(x, in.get(1));
      case LinearAlgebra.Matmul op -> matmul(x, in.get(1), node);
      case LinearAlgebra.Solve op -> solve(x, in.get(1), node);
      case Indexing.IndexAdd(int axis) -> added(in, positions(x, 0).indexSelect(axis, real(in.get(1))));
      case Indexing.ScatterAdd(int axis) -> added(in, positions(x, 0).gather(axis, real(in.get(1))));
      case Op.View op -> moved(node, in);
      case Movement.Permute op -> moved(node, in);
      case Slicing.Slice op -> moved(node, in);
      case Slicing.Unslice op -> unsliced(op, in);
      case Slicing.Concat op -> moved(node, in);
      case Slicing.Unfold op -> moved(node, in);
      case Indexing.IndexSelect op -> lookedUp(node, x, in.get(1));
      case Indexing.Gather op -> lookedUp(node, x, in.get(1));
      case Indexing.Diagonal op -> moved(node, in);
      case Indexing.OnDiagonal op -> moved(node, in);
      default -> map(x, function(node.op()));
    };
  }

  private UnaryOperator<T> function(Op operation) {
    return switch (operation) {
      case Arithmetic.Neg op -> CalculusFieldElement::negate;
      case Arithmetic.Reciprocal op -> CalculusFieldElement::reciprocal;
      case Arithmetic.Square op -> x -> x.multiply(x);
      case Arithmetic.Sqrt op -> CalculusFieldElement::sqrt;
      case Arithmetic.Abs op -> x -> x.getReal() < 0 ? x.negate() : x;
      case Arithmetic.Sign op -> x -> zero.newInstance(Math.signum(x.getReal()));
      case Rounding.Floor op -> x -> zero.newInstance(Math.floor(x.getReal()));
      case Rounding.Ceil op -> x -> zero.newInstance(Math.ceil(x.getReal()));
      case Rounding.Round op -> x -> zero.newInstance(Math.rint(x.getReal()));
      case Rounding.Trunc op -> x -> zero.newInstance((int) x.getReal());
      case Elementary.Exp op -> CalculusFieldElement::exp;
      case Elementary.Expm1 op -> x -> x.exp().subtract(1);
      case Elementary.Log op -> CalculusFieldElement::log;
      case Elementary.Log1p op -> x -> x.add(1).log();
      case Elementary.Sin op -> CalculusFieldElement::sin;
      case Elementary.Cos op -> CalculusFieldElement::cos;
      case Elementary.Tan op -> CalculusFieldElement::tan;
      case Elementary.Asin op -> CalculusFieldElement::asin;
      case Elementary.Acos op -> CalculusFieldElement::acos;
      case Elementary.Atan op -> CalculusFieldElement::atan;
      case Elementary.Sinh op -> CalculusFieldElement::sinh;
      case Elementary.Cosh op -> CalculusFieldElement::cosh;
      case Elementary.Exp2 op -> x -> x.multiply(whole(2).log()).exp();
      case Elementary.Log2 op -> x -> x.log().divide(whole(2).log());
      case Elementary.Log10 op -> x -> x.log().divide(whole(10).log());
      case Elementary.Asinh op -> CalculusFieldElement::asinh;
      case Elementary.Acosh op -> CalculusFieldElement::acosh;
      case Elementary.Atanh op -> CalculusFieldElement::atanh;
      case Special.Erf op -> this::erf;
      case Special.Erfc op -> x -> whole(1).subtract(erf(x));
      case Special.ErfInv op -> this::inverseErf;
      case Special.Lgamma op -> gamma::logarithm;
      case Special.Digamma op -> gamma::digamma;
      case Special.Polygamma(int order) -> x -> gamma.polygamma(order, x);
      case Special.Sinc(int order) -> x -> sinc(order, x);
      case Activations.Sigmoid op -> x -> softplus(x.negate()).negate().exp();
      case Activations.Tanh op -> CalculusFieldElement::tanh;
      case Activations.Relu op -> x -> x.getReal() > 0 ? x : zero;
      case Activations.Softplus op -> this::softplus;
      default -> throw new IllegalArgumentException("oracle: knows no definition of " + operation);
    };
  }

  // Elementwise

  private List<T> map(Value<T> x, UnaryOperator<T> f) {
    return x.elements.stream().map(f).toList();
  }

  private List<T> zip(List<Value<T>> in, Tensor node, BinaryOperator<T> f) {
    var a = broadcast(in.get(0), node);
    var b = broadcast(in.get(1), node);
    return IntStream.range(0, a.size()).mapToObj(i -> f.apply(a.get(i), b.get(i))).toList();
  }

  private List<T> where(List<Value<T>> in, Tensor node) {
    var c = broadcast(in.get(0), node);
    var a = broadcast(in.get(1), node);
    var b = broadcast(in.get(2), node);
    return IntStream.range(0, a.size()).mapToObj(i -> c.get(i).getReal() != 0 ? a.get(i) : b.get(i)).toList();
  }

  private List<T> broadcast(Value<T> x, Tensor node) {
    return read(x.elements, positions(x, 0).broadcastTo(node.shape()));
  }

  private T floorOfQuotient(T a, T b) {
    return zero.newInstance(Math.floor(a.getReal() / b.getReal()));
  }

  /** aᵖ by products for a whole p, so that a may be of either sign, or 0. */
  private T power(T a, double p) {
    if (p != Math.rint(p) || Math.abs(p) > 100) {
      return a.log().multiply(p).exp();
    }
    var product = Stream.generate(() -> a).limit((long) Math.abs(p)).reduce(zero.add(1),
        CalculusFieldElement::multiply);
    return p < 0 ? product.reciprocal() : product;
  }

  /** log(1 + eˣ), which cannot overflow. */
  private T softplus(T x) {
    return x.getReal() > 0 ? x.add(x.negate().exp().add(1).log()) : x.exp().add(1).log();
  }

  /** erf x = 2/√π e^−x² Σ 2ⁿ x^(2n+1) / (2n+1)!!, whose terms all have the sign of x (Abramowitz and Stegun, 7.1.6). */
  private T erf(T x) {
    if (Math.abs(x.getReal()) > 12) {
      return zero.newInstance(Math.signum(x.getReal())); // to 60 digits
    }
    var square = x.multiply(x);
    var term = x;
    var sum = x;
    for (int n = 1; n < TERMS; n++) {
      term = term.multiply(square).multiply(2).divide(whole(2 * n + 1));
      sum = sum.add(term);
    }
    return sum.multiply(square.negate().exp()).multiply(2).divide(x.getPi().sqrt());
  }

  /** By Newton's method, which doubles the digits of a guess and of its derivatives at each step. */
  private T inverseErf(T x) {
    var y = zero.newInstance(Tensor.of(x.getReal()).erfInv().item());
    for (int i = 0; i < 4; i++) {
      y = y.subtract(erf(y).subtract(x).multiply(y.multiply(y).exp()).multiply(x.getPi().sqrt()).divide(whole(2)));
    }
    return y;
  }

  /** The derivative of order n of sin πx/(πx): by its series, or far from 0, where that cancels, by that of u·(sin u/u) = sin u. */
  private T sinc(int n, T x) {
    var pi = x.getPi();
    if (Math.abs(x.getReal()) < 4) {
      return sincSeries(n, x);
    }
    var u = x.multiply(pi);
    var y = u.sin().divide(u);
    for (int k = 1; k <= n; k++) {
      var side = switch (k % 4) {
        case 1 -> u.cos();
        case 2 -> u.sin().negate();
        case 3 -> u.cos().negate();
        default -> u.sin();
      };
      y = side.subtract(y.multiply(whole(k))).divide(u);
    }
    return y.multiply(power(pi, n));
  }

  /** Σ (−1)ᵐ (πx)²ᵐ/(2m + 1)!, each term differentiated n times. */
  private T sincSeries(int n, T x) {
    int first = (n + 1) / 2;
    var square = x.getPi().multiply(x.getPi()).negate();
    var term = power(square, first).multiply(n % 2 == 0 ? whole(1) : x); // (−π²)ᵐ x²ᵐ⁻ⁿ/(2m − n)!
    var sum = zero;
    for (int m = first; m < first + 60; m++) {
      sum = sum.add(term.divide(whole(2 * m + 1)));
      term = term.multiply(square).multiply(x).multiply(x).divide(whole((2 * m - n + 1) * (2 * m - n + 2)));
    }
    return sum;
  }

  /** In the numbers counted with: they divide by a double as they would by its reciprocal, which is none of theirs. */
  private T whole(int n) {
    return zero.newInstance(n);
  }

  /** Twice the angle that (x, y) has seen from the other side of the circle; without π, which some numbers have as a double. */
  private T angle(T y, T x) {
    var r = length(List.of(x, y));
    return (x.getReal() < 0 ? r.subtract(x).divide(y) : y.divide(r.add(x))).atan().multiply(2);
  }

  // Reductions

  private T sum(List<T> x) {
    return x.stream().reduce(zero, CalculusFieldElement::add);
  }

  /** The length of a vector, which is flat at 0 as it is promised. */
  private T length(List<T> x) {
    return x.stream().allMatch(a -> a.getReal() == 0) ? zero : sum(x.stream().map(a -> a.multiply(a)).toList()).sqrt();
  }

  /** The largest, or the smallest for a sign of −1; the mean of several. */
  private T extreme(List<T> group, int sign) {
    double best = group.stream().mapToDouble(x -> sign * x.getReal()).max().orElseThrow();
    var ties = group.stream().filter(x -> sign * x.getReal() == best).toList();
    return sum(ties).divide(whole(ties.size()));
  }

  private T logSumExp(List<T> row) {
    double largest = row.stream().mapToDouble(CalculusFieldElement::getReal).max().orElse(0);
    return sum(row.stream().map(x -> x.subtract(largest).exp()).toList()).log().add(largest);
  }

  private Stream<T> logSoftmax(List<T> row) {
    var total = logSumExp(row);
    return row.stream().map(x -> x.subtract(total));
  }

  private List<T> softmaxCrossEntropy(Value<T> x, Value<T> p) {
    var logs = rows(x).map(row -> logSoftmax(row).toList()).toList();
    var weights = rows(p).toList();
    return IntStream.range(0, logs.size()).mapToObj(r -> sum(IntStream.range(0, logs.get(r).size())
        .mapToObj(k -> logs.get(r).get(k).multiply(weights.get(r).get(k))).toList()).negate()).toList();
  }

  private List<T> cumulative(Value<T> x, int axis, BinaryOperator<T> f) {
    int n = x.type.shape().dim(axis);
    int stride = x.type.shape().strides()[axis];
    var all = new ArrayList<>(x.elements);
    for (int i = 0; i < all.size(); i++) {
      all.set(i, i / stride % n == 0 ? all.get(i) : f.apply(all.get(i - stride), all.get(i)));
    }
    return all;
  }

  private List<T> recurrence(Recurrences.LinearRecurrence op, Value<T> a, Value<T> b) {
    int n = b.type.shape().dim(op.axis());
    int stride = b.type.shape().strides()[op.axis()];
    var all = new ArrayList<>(b.elements);
    for (int k = 0; k < all.size(); k++) {
      int i = op.transposed() ? all.size() - 1 - k : k;
      int place = i / stride % n;
      if (op.transposed() && place < n - 1) {
        all.set(i, all.get(i).add(a.elements.get(i + stride).multiply(all.get(i + stride))));
      } else if (!op.transposed() && place > 0) {
        all.set(i, all.get(i).add(a.elements.get(i).multiply(all.get(i - stride))));
      }
    }
    return all;
  }

  /** For each element of the result, the elements of x that it is broadcast to. */
  private Stream<List<T>> groups(Value<T> x, Tensor node) {
    int[] group = indices(positions(new Value<>(node.type(), List.of()), 0).broadcastTo(x.type.shape()));
    var members = Stream.generate(() -> (List<T>) new ArrayList<T>()).limit(node.size()).toList();
    for (int i = 0; i < group.length; i++) {
      members.get(group[i] - 1).add(x.elements.get(i));
    }
    return members.stream();
  }

  private Stream<List<T>> rows(Value<T> x) {
    int n = x.type.shape().dim(-1);
    int rows = x.type.shape().without(-1).size();
    return IntStream.range(0, rows).mapToObj(r -> x.elements.subList(r * n, (r + 1) * n));
  }

  private List<T> matmul(Value<T> x, Value<T> w, Tensor node) {
    int n = node.shape().dim(-2);
    int m = node.shape().dim(-1);
    int k = x.type.shape().dim(-1);
    var batch = node.shape().slice(0, node.shape().rank() - 2);
    var left = read(x.elements, positions(x, 0).broadcastTo(batch.insert(-1, n).insert(-1, k)));
    var right = read(w.elements, positions(w, 0).broadcastTo(batch.insert(-1, k).insert(-1, m)));
    return IntStream.range(0, node.size()).mapToObj(i -> {
      int row = i / m; // of all rows of all matrices
      int first = row / n * k * m + i % m;
      return sum(
          IntStream.range(0, k).mapToObj(l -> left.get(row * k + l).multiply(right.get(first + l * m))).toList());
    }).toList();
  }

  private List<T> solve(Value<T> a, Value<T> b, Tensor node) {
    int n = node.shape().dim(-2);
    int m = node.shape().dim(-1);
    var batch = node.shape().slice(0, node.shape().rank() - 2);
    var left = read(a.elements, positions(a, 0).broadcastTo(batch.insert(-1, n).insert(-1, n)));
    var right = read(b.elements, positions(b, 0).broadcastTo(node.shape()));
    var all = new ArrayList<T>();
    for (int i = 0; i < (n * m == 0 ? 0 : batch.size()); i++) {
      var rows = new ArrayList<List<T>>();
      for (int r = i * n; r < (i + 1) * n; r++) {
        rows.add(Stream.concat(left.subList(r * n, (r + 1) * n).stream(), right.subList(r * m, (r + 1) * m).stream())
            .toList());
      }
      eliminated(rows).forEach(row -> all.addAll(row.subList(n, n + m)));
    }
    return all;
  }

  /** The rows of [A B] as those of [1 A⁻¹B], by the elimination of Gauss and Jordan with pivots. */
  private List<List<T>> eliminated(List<List<T>> rows) {
    for (int c = 0; c < rows.size(); c++) {
      int column = c;
      int pivot = IntStream.range(c, rows.size()).boxed()
          .max(Comparator.comparingDouble(r -> Math.abs(rows.get(r).get(column).getReal()))).orElseThrow();
      Collections.swap(rows, c, pivot);
      var scale = rows.get(c).get(c).reciprocal();
      var row = rows.get(c).stream().map(scale::multiply).toList();
      for (int r = 0; r < rows.size(); r++) {
        var other = rows.get(r);
        rows.set(r, r == c
            ? row
            : IntStream.range(0, row.size())
                .mapToObj(j -> other.get(j).subtract(other.get(column).multiply(row.get(j)))).toList());
      }
    }
    return rows;
  }

  // Movement

  /** The numbers 1, 2, … in x's shape; 0 is left for elements that come from nowhere. */
  private static Tensor positions(Value<?> x, int offset) {
    return Tensor.of(x.type.shape(),
        IntStream.rangeClosed(1, x.type.shape().size()).mapToDouble(i -> offset + i).toArray());
  }

  private static int[] indices(Tensor positions) {
    return Arrays.stream(positions.toDoubles()).mapToInt(p -> (int) p).toArray();
  }

  private List<T> read(List<T> elements, Tensor positions) {
    return Arrays.stream(indices(positions)).mapToObj(p -> p == 0 ? zero : elements.get(p - 1)).toList();
  }

  /** Moves positions in place of the elements, and looks up what stands there. */
  private List<T> moved(Tensor node, List<Value<T>> in) {
    var elements = new ArrayList<T>();
    var positions = new ArrayList<Tensor>();
    for (var x : in) {
      positions.add(positions(x, elements.size()));
      elements.addAll(x.elements);
    }
    return read(elements, node.op().apply(positions));
  }

  /** The sum of all slices, each in its place. */
  private List<T> unsliced(Slicing.Unslice all, List<Value<T>> in) {
    return IntStream.range(0, in.size()).mapToObj(i -> {
      var alone = new Slicing.Unslice(List.of(all.slices().get(i)), all.whole());
      return read(in.get(i).elements, alone.apply(List.of(positions(in.get(i), 0))));
    }).reduce((a, b) -> IntStream.range(0, a.size()).mapToObj(k -> a.get(k).add(b.get(k))).toList()).orElseThrow();
  }

  private List<T> lookedUp(Tensor node, Value<T> x, Value<T> index) {
    return read(x.elements, node.op().apply(List.of(positions(x, 0), real(index))));
  }

  /** x, with each element of the source added at its position. */
  private List<T> added(List<Value<T>> in, Tensor positions) {
    var sums = new ArrayList<>(in.get(0).elements);
    int[] at = indices(positions);
    for (int i = 0; i < at.length; i++) {
      sums.set(at[i] - 1, sums.get(at[i] - 1).add(in.get(2).elements.get(i)));
    }
    return sums;
  }
}
