package dev.adjoint.op;

import java.util.List;
import java.util.Map;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Folds;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/** Operations along an axis in which each element needs the result before it. Implemented by {@link Tensor} alone. */
public interface Recurrences {

  /**
   * y[k] = Π over l ≤ k of x[l] along an axis. NumPy's {@code cumprod}, PyTorch's {@code cumprod}.
   *
   * <p>Its gradient does not divide, so that it is right at any number of zeros: what x[l] is multiplied with before is y[l − 1], and
   * what comes after adds up from the other end, t[l] = ∇y[l] + x[l + 1] t[l + 1], in time and memory for n numbers.
   */
  default Tensor cumulativeProduct(int axis) {
    var x = (Tensor) this;
    return Tensor.apply(new CumulativeProduct(x.shape().axis("cumulativeProduct", axis)), x);
  }

  /**
   * ∇x[l] = y[l − 1] t[l] with t[l] = ∇y[l] + x[l + 1] t[l + 1]; ẏ[k] = x[k] ẏ[k − 1] + y[k − 1] ẋ[k].
   *
   * @param axis the axis multiplied along
   */
  record CumulativeProduct(int axis) implements Op.Unary, Op.Forward, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Folds.cumulativeProduct(x, axis, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return before(y, axis, 1).mul(recurrence(axis, true, x, dy));
    }

    @Override
    public Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx) {
      return recurrence(axis, false, x.getFirst(), before(y, axis, 1).mul(dx.get(0)));
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new CumulativeProduct(axis + 1), x.get(0));
    }
  }

  /**
   * y[k] = a[k] y[k − 1] + b[k] along an axis, from y[−1] = 0, so that the first a has no part in it: this is a, of b's shape. Sums with
   * discounts, moving averages and state-space layers are of this kind.
   */
  default Tensor linearRecurrence(Tensor b, int axis) {
    var a = (Tensor) this;
    return recurrence(a.shape().axis("linearRecurrence", axis), false, a, b);
  }

  private static Tensor recurrence(int axis, boolean transposed, Tensor a, Tensor b) {
    return Tensor.apply(new LinearRecurrence(axis, transposed), List.of(a, b));
  }

  /** x[k − 1] at k along an axis, and a number at the beginning. */
  private static Tensor before(Tensor x, int axis, double first) {
    int n = x.shape().dim(axis);
    return n == 0 ? x : x.slice(axis, 0, n - 1).pad(axis, 1, 0, first);
  }

  /** x[k + 1] at k along an axis, and 0 at the end. */
  private static Tensor after(Tensor x, int axis) {
    int n = x.shape().dim(axis);
    return n == 0 ? x : x.slice(axis, 1, n).pad(axis, 0, 1);
  }

  /**
   * y = F(a, b), y[k] = a[k] y[k − 1] + b[k]; or T(a, b), y[k] = b[k] + a[k + 1] y[k + 1], its transpose in b. So the rules of each are
   * made of the other: ∇b = T(a, ∇y) of F, F(a, ∇y) of T; and ∇a[k] = y[k − 1] ∇b[k] of F, ∇b[k − 1] y[k] of T.
   *
   * @param axis the axis gone along
   * @param transposed whether it is T
   */
  record LinearRecurrence(int axis, boolean transposed) implements Op.Nary, Op.Forward, Op.Batching {
    @Override
    public TensorType type(List<TensorType> in) {
      var a = in.getFirst().requireFloating(name());
      if (!a.equals(in.getLast())) {
        throw Message.illegal(name(), "factors %s and terms %s are not of one type; use broadcastTo", a, in.getLast());
      }
      return a;
    }

    @Override
    public void compute(List<NdArray> in, NdArray y) {
      if (transposed) {
        Folds.transposedRecurrence(in.getFirst(), in.getLast(), axis, y);
      } else {
        Folds.recurrence(in.getFirst(), in.getLast(), axis, y);
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, Tensor y, Tensor dy) {
      var db = recurrence(axis, !transposed, in.getFirst(), dy);
      return wanted.stream().map(i -> i == 1
          ? db
          : transposed ? before(db, axis, 0).mul(y) : before(y, axis, 0).mul(db)).toList();
    }

    @Override
    public Tensor tangent(List<Tensor> in, Tensor y, Map<Integer, Tensor> dx) {
      var terms = dx.entrySet().stream().map(d -> d.getKey() == 0 ? moved(d.getValue(), y) : d.getValue());
      return recurrence(axis, transposed, in.getFirst(), terms.reduce(Tensor::add).orElseThrow());
    }

    private Tensor moved(Tensor da, Tensor y) {
      return transposed ? after(da.mul(y), axis) : da.mul(before(y, axis, 0));
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new LinearRecurrence(axis + 1, transposed), x.repeated());
    }
  }
}
