package dev.adjoint.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Folds;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * Elements in order along an axis. Equal ones, 0 and −0 among them, stay in the order in which they were; a NaN counts as larger than
 * every number. Implemented by {@link Tensor} alone.
 */
public interface Ordering {

  /** The elements along an axis in rising order. NumPy's {@code sort}, PyTorch's {@code sort().values}. */
  default Tensor sort(int axis) {
    return sorted("sort", (Tensor) this, axis, false).getFirst();
  }

  /** The INT32 positions that bring the elements along an axis into rising order. NumPy's and PyTorch's {@code argsort}. */
  default Tensor argsort(int axis) {
    return sorted("argsort", (Tensor) this, axis, false).getLast();
  }

  /**
   * The k largest elements along an axis in falling order, and their INT32 positions. PyTorch's and JAX's {@code topk}.
   *
   * @return values and positions, of x's shape but for the axis, which has k elements
   */
  default List<Tensor> topK(int k, int axis) {
    var x = (Tensor) this;
    int along = x.shape().axis("topK", axis);
    if (k < 0 || k > x.shape().dim(along)) {
      throw Message.illegal("topK", "there are no %d largest of %d elements along axis %d of %s", k,
          x.shape().dim(along), along,
          x.type());
    }
    return sorted("topK", x, axis, true).stream().map(y -> y.slice(along, 0, k)).toList();
  }

  /**
   * The middle element along an axis, or the mean of the two middle ones; NaN if one is NaN. NumPy's {@code median}; PyTorch's takes the
   * lower one.
   */
  default Tensor median(int axis) {
    return quantile(0.5, axis);
  }

  /**
   * The number below which a part q of the elements along an axis lies: with s₀ ≤ s₁ ≤ … ≤ sₙ₋₁ and h = (n − 1) q it is
   * s⌊h⌋ + (h − ⌊h⌋) (s⌊h⌋₊₁ − s⌊h⌋); NaN if one element is NaN. NumPy's and PyTorch's {@code quantile} (definition 7 of R. J. Hyndman and
   * Y. Fan, "Sample quantiles in statistical packages", Am. Stat. 50, 1996).
   *
   * @param q from 0 to 1
   */
  default Tensor quantile(double q, int axis) {
    var x = (Tensor) this;
    int along = x.shape().axis("quantile", axis);
    int n = x.shape().dim(along);
    x.type().requireFloating("quantile");
    if (!(q >= 0 && q <= 1) || n == 0) {
      throw Message.illegal("quantile",
          "q = %s of %d elements along axis %d of %s: q is from 0 to 1, and of nothing there is none", q, n,
          along, x.type());
    }
    var s = x.sort(along);
    double h = (n - 1) * q;
    int below = (int) h;
    var low = s.slice(along, below, below + 1);
    var high = s.slice(along, Math.min(below + 1, n - 1), Math.min(below + 1, n - 1) + 1);
    var last = s.slice(along, n - 1, n); // where a NaN is, if there is one
    var between = h == below ? low : low.mul(1 - (h - below)).add(high.mul(h - below)); // not by the difference: ∞ − ∞ is NaN
    return last.equal(last).where(between, last).squeeze(along);
  }

  private static List<Tensor> sorted(String operation, Tensor x, int axis, boolean descending) {
    if (x.dtype() == DType.BOOL) {
      throw Message.illegal(operation, "truth values have no order: %s", x.type());
    }
    return Tensor.apply(new Sort(x.shape().axis(operation, axis), descending), List.of(x));
  }

  /**
   * Elements in order y[k] = x[p[k]], and their positions p: ∇x[p[k]] = ∇y[k].
   *
   * @param axis the axis sorted along
   * @param descending whether the largest comes first
   */
  record Sort(int axis, boolean descending) implements Op.Multi.Forward {
    @Override
    public List<TensorType> types(List<TensorType> x) {
      return List.of(x.getFirst(), new TensorType(DType.INT32, x.getFirst().shape()));
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      Folds.argsort(x.getFirst(), axis, descending, y.getLast());
      dev.adjoint.array.Lookup.gather(x.getFirst(), y.getLast(), axis, y.getFirst());
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      return List.of(Tensor.zeros(x.getFirst().type()).scatterAdd(axis, y.getLast(), dy.getFirst().orElseThrow()));
    }

    @Override
    public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
      return List.of(dx.get(0).gather(axis, y.getLast()), y.getLast());
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new Sort(axis + 1, descending), List.of(x.get(0)));
    }
  }
}
