package dev.adjoint.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Folds;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.kernel.Fold;

/**
 * Many elements to one, along all axes ({@code x.sum()}), some ({@code x.sum(0, 1)}), or some that stay with size 1
 * ({@code x.sum(Axes.keep(-1))}). Operations on nodes always keep the axes; dropping them is a reshape. An empty sum is 0, an
 * empty product 1, an empty mean NaN, an empty maximum an error. Sums, products, maxima and minima there are of INT32 numbers too, where
 * a sum that is too large wraps as in Java. Implemented by {@link Tensor} alone.
 */
public interface Reductions {

  /** y = Σ x over the axes; over all without any. NumPy's and PyTorch's {@code sum}. */
  default Tensor sum(int... axes) {
    return sum(Axes.of(axes));
  }

  /** y = Σ x over the axes. */
  default Tensor sum(Axes axes) {
    var x = (Tensor) this;
    x.type().requireNumbers("sum");
    var over = x.shape().axes("sum", axes.toArray());
    return drop(over.isEmpty() ? x : Tensor.apply(new Sum(over), x), over, axes.keepDims());
  }

  private static Tensor drop(Tensor y, List<Integer> axes, boolean keepDims) {
    return keepDims || axes.isEmpty() ? y : y.reshape(y.shape().without(axes));
  }

  /**
   * ∇x = ∇y, repeated along the axes.
   *
   * @param axes the axes summed over
   */
  record Sum(List<Integer> axes) implements Op.Unary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.requireNumbers(name()).with(x.shape().keeping(axes));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.fold(Fold.SUM, x, axes, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.broadcastTo(x.shape());
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Sum(Axes.behindBatch(axes)), x.get(0));
    }
  }

  /**
   * The sum over the copies that broadcasting made: of a tensor that {@code shape} was broadcast to, back to that shape. PyTorch's
   * {@code sum_to_size}. PyTorch's {@code sum_to_size}.
   */
  default Tensor sumTo(dev.adjoint.Shape shape) {
    var x = (Tensor) this;
    x.type().requireNumbers("sumTo");
    if (x.shape().equals(shape)) {
      return x;
    }
    if (!shape.broadcastsTo(x.shape())) {
      throw Message.illegal("sumTo", "%s does not broadcast to %s", shape, x.shape());
    }
    int added = x.shape().rank() - shape.rank();
    int[] repeated = java.util.stream.IntStream.range(0, x.shape().rank())
        .filter(a -> a < added || shape.dim(a - added) != x.shape().dim(a)).toArray();
    return (repeated.length == 0 ? x : x.sum(Axes.keep(repeated))).reshape(shape);
  }

  /**
   * y = Σ x / n over the axes, n elements each. Of INT32 numbers after {@code cast(FLOAT64)}, as the mean of them is none of them.
   * NumPy's and PyTorch's {@code mean}.
   */
  default Tensor mean(int... axes) {
    return mean(Axes.of(axes));
  }

  /** y = Σ x / n over the axes, n elements each. */
  default Tensor mean(Axes axes) {
    ((Tensor) this).type().requireFloating("mean");
    return sum(axes).div(elements(axes));
  }

  private int elements(Axes axes) {
    var shape = ((Tensor) this).shape();
    return shape.axes("mean", axes.toArray()).stream().mapToInt(shape::dim).reduce(1, (n, dim) -> n * dim);
  }

  /** How many truth values are true, as INT32. NumPy's and PyTorch's {@code count_nonzero}. */
  default Tensor count(int... axes) {
    return count(Axes.of(axes));
  }

  /** How many truth values are true. */
  default Tensor count(Axes axes) {
    return ((Tensor) this).where(Tensor.of(1), Tensor.of(0)).sum(axes);
  }

  /** Whether one truth value or more is true; of none it is false. NumPy's and PyTorch's {@code any}. */
  default Tensor any(int... axes) {
    return any(Axes.of(axes));
  }

  /** Whether one truth value or more is true. */
  default Tensor any(Axes axes) {
    return count(axes).notEqual(0);
  }

  /** Whether every truth value is true; of none it is true. NumPy's and PyTorch's {@code all}. */
  default Tensor all(int... axes) {
    return all(Axes.of(axes));
  }

  /** Whether every truth value is true. */
  default Tensor all(Axes axes) {
    return ((Tensor) this).not().count(axes).equal(0);
  }

  /** y = max x over the axes; the gradient is split evenly among ties. NumPy's {@code max}, PyTorch's {@code amax}. */
  default Tensor max(int... axes) {
    return max(Axes.of(axes));
  }

  /** y = max x over the axes. */
  default Tensor max(Axes axes) {
    var x = (Tensor) this;
    var over = x.shape().axes("max", axes.toArray());
    return drop(Tensor.apply(new Max(over), x), over, axes.keepDims());
  }

  /** y = min x over the axes; the gradient is split evenly among ties. NumPy's {@code min}, PyTorch's {@code amin}. */
  default Tensor min(int... axes) {
    return min(Axes.of(axes));
  }

  /** y = min x over the axes. */
  default Tensor min(Axes axes) {
    var x = (Tensor) this;
    var over = x.shape().axes("min", axes.toArray());
    return drop(Tensor.apply(new Min(over), x), over, axes.keepDims());
  }

  /**
   * ∇x = ∇y / n where x = y, at n places, else 0.
   *
   * @param axes the axes reduced
   */
  record Max(List<Integer> axes) implements Op.Unary, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return requireElements(name(), x, axes);
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.fold(Fold.MAX, x, axes, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return shareAmongTies(x, y, dy, axes);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Max(Axes.behindBatch(axes)), x.get(0));
    }
  }

  /**
   * ∇x = ∇y / n where x = y, at n places, else 0.
   *
   * @param axes the axes reduced
   */
  record Min(List<Integer> axes) implements Op.Unary, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return requireElements(name(), x, axes);
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.fold(Fold.MIN, x, axes, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return shareAmongTies(x, y, dy, axes);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Min(Axes.behindBatch(axes)), x.get(0));
    }
  }

  private static TensorType requireElements(String operation, TensorType x, List<Integer> axes) {
    for (int axis : axes) {
      if (x.shape().dim(axis) == 0) {
        throw Message.illegal(operation, "axis %d of %s has no elements", axis, x);
      }
    }
    return x.requireNumbers(operation).with(x.shape().keeping(axes));
  }

  private static Tensor shareAmongTies(Tensor x, Tensor y, Tensor dy, List<Integer> axes) {
    var ties = x.equal(y);
    return axes.isEmpty() ? dy : ties.where(dy, 0).div(ties.cast(x.dtype()).sum(new Axes(axes, true))); // ∞·0 is not 0
  }

  /**
   * y = Π x over the axes, multiplied up in pairs, so that zeros need no care and every derivative is exact. NumPy's and PyTorch's
   * {@code prod}.
   */
  default Tensor prod(int... axes) {
    return prod(Axes.of(axes));
  }

  /** y = Π x over the axes. */
  default Tensor prod(Axes axes) {
    var x = (Tensor) this;
    x.type().requireNumbers("prod");
    var over = x.shape().axes("prod", axes.toArray());
    var rows = asRows(x, over); // [m, n]
    for (int n = rows.shape().dim(-1); n > 1; n = rows.shape().dim(-1)) {
      var pairs = rows.slice(-1, 0, n / 2).mul(rows.slice(-1, n / 2, n / 2 * 2));
      rows = n % 2 == 0 ? pairs : Tensor.concat(-1, pairs, rows.slice(-1, n - 1, n));
    }
    var y = rows.shape().dim(-1) == 0 ? rows.sum(Axes.keep(-1)).add(1) : rows; // [m, 0] → [m, 1] of ones
    return y.reshape(axes.keepDims() ? x.shape().keeping(over) : x.shape().without(over));
  }

  /** x with the axes moved behind the others and laid in one: [elements not reduced, elements reduced]. */
  private static Tensor asRows(Tensor x, List<Integer> axes) {
    var order = new java.util.ArrayList<Integer>();
    for (int a = 0; a < x.shape().rank(); a++) {
      if (!axes.contains(a)) {
        order.add(a);
      }
    }
    order.addAll(axes);
    int n = axes.stream().mapToInt(x.shape()::dim).reduce(1, (a, b) -> a * b);
    int m = x.shape().without(axes).size();
    return x.permute(order.stream().mapToInt(Integer::intValue).toArray()).reshape(m, n);
  }

  /** y = Σ (x − mean)² / n over the axes: the variance of the population. NumPy's {@code var}, PyTorch's {@code var(correction=0)}. */
  default Tensor variance(int... axes) {
    return variance(Axes.of(axes));
  }

  /** y = Σ (x − mean)² / n over the axes. */
  default Tensor variance(Axes axes) {
    return centered(axes).square().mean(axes);
  }

  private Tensor centered(Axes axes) {
    return ((Tensor) this).sub(mean(new Axes(axes.axes(), true)));
  }

  /**
   * Mean and variance over the axes, of x read once: stable where {@code mean(x²) − mean(x)²} is not. PyTorch's {@code var_mean} with
   * {@code correction=0}.
   */
  default MeanAndVariance meanAndVariance(int... axes) {
    return meanAndVariance(Axes.of(axes));
  }

  /** Mean and variance over the axes, of x read once. */
  default MeanAndVariance meanAndVariance(Axes axes) {
    var x = (Tensor) this;
    var over = x.shape().axes("meanAndVariance", axes.toArray());
    var y = Tensor.apply(new Moments(over), List.of(x));
    return new MeanAndVariance(drop(y.getFirst(), over, axes.keepDims()), drop(y.getLast(), over, axes.keepDims()));
  }

  /**
   * μ = Σ x / n and σ² = Σ (x − μ)² / n: ∇x = (∇μ + 2 (x − μ) ∇σ²) / n, as Σ (x − μ) is 0; μ̇ = Σ ẋ / n, σ̇² = 2 Σ (x − μ) ẋ / n.
   *
   * @param axes the axes reduced, which stay with size 1
   */
  record Moments(List<Integer> axes) implements Op.Multi.Forward {
    @Override
    public String name() {
      return "meanAndVariance";
    }

    @Override
    public List<TensorType> types(List<TensorType> in) {
      var x = in.getFirst().requireFloating(name());
      var type = x.with(x.shape().keeping(axes));
      return List.of(type, type);
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      Folds.meanAndVariance(x.getFirst(), axes, y.getFirst(), y.getLast());
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, List<Tensor> y, List<Optional<Tensor>> dy) {
      var x = in.getFirst();
      var ofMean = dy.getFirst().map(dm -> dm.broadcastTo(x.shape()));
      var ofVariance = dy.getLast().map(dv -> x.sub(y.getFirst()).mul(dv.mul(2)));
      return List.of(Stream.of(ofMean, ofVariance).flatMap(Optional::stream).reduce(Tensor::add).orElseThrow()
          .div(n(x)));
    }

    @Override
    public List<Tensor> tangents(List<Tensor> in, List<Tensor> y, Map<Integer, Tensor> dx) {
      var x = in.getFirst();
      var over = new Axes(axes, true);
      var dm = axes.isEmpty() ? dx.get(0) : dx.get(0).sum(over);
      var products = x.sub(y.getFirst()).mul(dx.get(0));
      var dv = axes.isEmpty() ? products : products.sum(over);
      return List.of(dm.div(n(x)), dv.mul(2).div(n(x)));
    }

    private int n(Tensor x) {
      return axes.stream().mapToInt(x.shape()::dim).reduce(1, (n, dim) -> n * dim);
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new Moments(Axes.behindBatch(axes)), List.of(x.get(0)));
    }
  }

  /**
   * y = √variance over the axes; where all elements are equal the derivative is taken as 0. NumPy's {@code std}, PyTorch's
   * {@code std(correction=0)}.
   */
  default Tensor standardDeviation(int... axes) {
    return standardDeviation(Axes.of(axes));
  }

  /** y = √variance over the axes. */
  default Tensor standardDeviation(Axes axes) {
    return centered(axes).norm(axes).div(Math.sqrt(elements(axes)));
  }

  /**
   * y = ‖x‖ = √Σ x² over the axes, without over- and underflow in the squares; where all elements are 0 the derivative is taken as 0.
   * NumPy's {@code linalg.norm}, PyTorch's {@code linalg.vector_norm}.
   */
  default Tensor norm(int... axes) {
    return norm(Axes.of(axes));
  }

  /** y = ‖x‖ = √Σ x² over the axes. */
  default Tensor norm(Axes axes) {
    var x = (Tensor) this;
    x.type().requireFloating("norm");
    var over = x.shape().axes("norm", axes.toArray());
    return drop(over.isEmpty() ? x.abs() : Tensor.apply(new Norm(over), x), over, axes.keepDims());
  }

  /**
   * ∇x = ∇y ⊙ x / y; 0 at y = 0, whatever ∇y is.
   *
   * @param axes the axes reduced
   */
  record Norm(List<Integer> axes) implements Op.Unary, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name()).with(x.shape().keeping(axes));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.norm(x, axes, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      var some = y.notEqual(0);
      return some.where(dy, 0).mul(x.div(some.where(y, 1)));
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Norm(Axes.behindBatch(axes)), x.get(0));
    }
  }

  /**
   * y = log Σ eˣ over the axes, computed through the maximum. Of −∞ only, or of nothing, it is −∞; there the derivative, which has no
   * limit, is taken as 0, so that sums of probabilities kept as logarithms may contain impossible ones. SciPy's and PyTorch's
   * {@code logsumexp}.
   */
  default Tensor logSumExp(int... axes) {
    return logSumExp(Axes.of(axes));
  }

  /** y = log Σ eˣ over the axes. */
  default Tensor logSumExp(Axes axes) {
    var x = (Tensor) this;
    var over = x.shape().axes("logSumExp", axes.toArray());
    var y = Tensor.apply(new LogSumExp(), asRows(x, over)); // [m, n] → [m, 1]
    return y.reshape(axes.keepDims() ? x.shape().keeping(over) : x.shape().without(over));
  }

  /** ∇x = ∇y ⊙ softmax(x), over the last axis; 0 where y = −∞. */
  record LogSumExp() implements Op.Unary, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name()).with(x.shape().with(-1, 1));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.logSumExp(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return y.notEqual(Double.NEGATIVE_INFINITY).whereSafe(possible -> dy.mul(possible.softmax()), x, 0, x.scalar(0));
    }
  }

  /** y[k] = Σ over l ≤ k of x[l] along an axis. NumPy's and PyTorch's {@code cumsum}. */
  default Tensor cumulativeSum(int axis) {
    var x = (Tensor) this;
    return Tensor.apply(new CumulativeSum(x.shape().axis("cumulativeSum", axis)), x);
  }

  /**
   * ∇x[l] = Σ over k ≥ l of ∇y[k]: the running sum from the other end.
   *
   * @param axis the axis summed along
   */
  record CumulativeSum(int axis) implements Op.Unary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.requireNumbers(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.cumulativeSum(x, axis, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.flip(axis).cumulativeSum(axis).flip(axis);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new CumulativeSum(axis + 1), x.get(0));
    }
  }

  /**
   * The position of the largest element along an axis, as INT32; the first one at ties; a NaN counts as larger than all. NumPy's and
   * PyTorch's {@code argmax}.
   */
  default Tensor argmax(int axis) {
    var x = (Tensor) this;
    return Tensor.apply(new Argmax(x.shape().axis("argmax", axis)), x);
  }

  /** The position of the largest of all elements in row-major order. */
  default Tensor argmax() {
    return ((Tensor) this).flatten().argmax(0);
  }

  /**
   * The position of the smallest element along an axis, as INT32; the first one at ties; a NaN counts as smaller than all. NumPy's and
   * PyTorch's {@code argmin}.
   */
  default Tensor argmin(int axis) {
    var x = (Tensor) this;
    return Tensor.apply(new Argmin(x.shape().axis("argmin", axis)), x);
  }

  /** The position of the smallest of all elements in row-major order. */
  default Tensor argmin() {
    return ((Tensor) this).flatten().argmin(0);
  }

  /**
   * The position of the largest.
   *
   * @param axis the axis searched
   */
  record Argmax(int axis) implements Op.Discrete.Unary, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return position(name(), x, axis);
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.argmax(x, axis, y);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Argmax(axis + 1), x.get(0));
    }
  }

  /**
   * The position of the smallest.
   *
   * @param axis the axis searched
   */
  record Argmin(int axis) implements Op.Discrete.Unary, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return position(name(), x, axis);
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.argmin(x, axis, y);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Argmin(axis + 1), x.get(0));
    }
  }

  private static TensorType position(String operation, TensorType x, int axis) {
    if (x.shape().dim(axis) == 0) {
      throw Message.illegal(operation, "axis %d of %s has no elements", axis, x);
    }
    if (x.dtype() == DType.BOOL) {
      throw Message.illegal(operation, "truth values have no order: %s", x);
    }
    return new TensorType(DType.INT32, x.shape().without(axis));
  }
}
