package dev.adjoint.op;

import java.util.List;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
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
   * The k largest elements along an axis in falling order, and where they are. PyTorch's and JAX's {@code topk}.
   *
   * @return of x's shape but for the axis, which has k elements
   */
  default ValuesAndIndices topK(int k, int axis) {
    var x = (Tensor) this;
    int along = x.shape().axis("topK", axis);
    if (k < 0 || k > x.shape().dim(along)) {
      throw Message.illegal("topK", "there are no %d largest of %d elements along axis %d of %s", k,
          x.shape().dim(along), along,
          x.type());
    }
    var all = sorted("topK", x, axis, true);
    return new ValuesAndIndices(all.getFirst().slice(along, 0, k), all.getLast().slice(along, 0, k));
  }

  /**
   * The largest element along an axis, and where it is: the first one at ties, or the first NaN. The gradient goes there alone, where
   * {@link Reductions#max(int...) max} divides it among ties. PyTorch's {@code max(dim)}.
   */
  default ValuesAndIndices maxWithIndices(int axis) {
    return extreme("maxWithIndices", (Tensor) this, axis, true);
  }

  /** The smallest element along an axis, and where it is: the first one at ties, or the first NaN. PyTorch's {@code min(dim)}. */
  default ValuesAndIndices minWithIndices(int axis) {
    return extreme("minWithIndices", (Tensor) this, axis, false);
  }

  private static ValuesAndIndices extreme(String operation, Tensor x, int axis, boolean largest) {
    int along = x.shape().axis(operation, axis);
    if (x.shape().dim(along) == 0) {
      throw Message.illegal(operation, "there is no element along axis %d of %s", along, x.type());
    }
    var y = Tensor.apply(new Extreme(along, largest), List.of(ordered(operation, x)));
    return new ValuesAndIndices(y.getFirst().squeeze(along), y.getLast().squeeze(along));
  }

  /**
   * y[k] = max over l ≤ k of x[l] along an axis, and where that is: the last one at ties; a NaN stays. PyTorch's {@code cummax}, NumPy's
   * {@code maximum.accumulate}.
   */
  default ValuesAndIndices cumulativeMax(int axis) {
    return cumulativeExtreme("cumulativeMax", (Tensor) this, axis, true);
  }

  /**
   * y[k] = min over l ≤ k of x[l] along an axis, and where that is: the last one at ties; a NaN stays. PyTorch's {@code cummin}, NumPy's
   * {@code minimum.accumulate}.
   */
  default ValuesAndIndices cumulativeMin(int axis) {
    return cumulativeExtreme("cumulativeMin", (Tensor) this, axis, false);
  }

  private static ValuesAndIndices cumulativeExtreme(String operation, Tensor x, int axis, boolean largest) {
    var op = new CumulativeExtreme(x.shape().axis(operation, axis), largest);
    var y = Tensor.apply(op, List.of(ordered(operation, x)));
    return new ValuesAndIndices(y.getFirst(), y.getLast());
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
    return Tensor.apply(new Sort(x.shape().axis(operation, axis), descending), List.of(ordered(operation, x)));
  }

  private static Tensor ordered(String operation, Tensor x) {
    if (x.dtype() == DType.BOOL) {
      throw Message.illegal(operation, "truth values have no order: %s", x.type());
    }
    return x;
  }

  /**
   * Elements in order.
   *
   * @param axis the axis sorted along
   * @param descending whether the largest comes first
   */
  record Sort(int axis, boolean descending) implements Picking {
    @Override
    public int picked(int n) {
      return n;
    }

    @Override
    public void find(NdArray x, NdArray p) {
      Folds.argsort(x, axis, descending, p);
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new Sort(axis + 1, descending), List.of(x.get(0)));
    }
  }

  /**
   * The first of the largest or smallest elements.
   *
   * @param axis the axis compared along, which stays with size 1
   * @param largest whether it is the largest
   */
  record Extreme(int axis, boolean largest) implements Picking {
    @Override
    public String name() {
      return largest ? "maxWithIndices" : "minWithIndices";
    }

    @Override
    public int picked(int n) {
      return 1;
    }

    @Override
    public void find(NdArray x, NdArray p) {
      if (largest) {
        Folds.argmax(x, axis, p);
      } else {
        Folds.argmin(x, axis, p);
      }
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new Extreme(axis + 1, largest), List.of(x.get(0)));
    }
  }

  /**
   * The last of the largest or smallest elements until here.
   *
   * @param axis the axis gone along
   * @param largest whether it is the largest
   */
  record CumulativeExtreme(int axis, boolean largest) implements Picking {
    @Override
    public String name() {
      return largest ? "cumulativeMax" : "cumulativeMin";
    }

    @Override
    public int picked(int n) {
      return n;
    }

    @Override
    public void find(NdArray x, NdArray p) {
      if (largest) {
        Folds.cumulativeArgmax(x, axis, p);
      } else {
        Folds.cumulativeArgmin(x, axis, p);
      }
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new CumulativeExtreme(axis + 1, largest), List.of(x.get(0)));
    }
  }
}
