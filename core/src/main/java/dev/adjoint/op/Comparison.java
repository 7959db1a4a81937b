package dev.adjoint.op;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * Comparing and choosing, element by element, with broadcasting, for INT32 numbers as for floating-point ones. Comparisons make BOOL tensors, which nothing is
 * differentiated through; every comparison with NaN is false, but {@code notEqual}, which is true. Where a maximum or minimum
 * is tied the gradient is split evenly, which is what central differences see. Implemented by {@link Tensor} alone.
 */
public interface Comparison {

  /** Where a = b; of truth values too. NumPy's {@code equal}, PyTorch's {@code eq}. */
  default Tensor equal(Tensor b) {
    var a = (Tensor) this;
    return areMasks(a, b) ? a.where(b, b.not()) : Tensor.apply(new Compare(Relation.EQ), a, b);
  }

  private static boolean areMasks(Tensor a, Tensor b) {
    return a.dtype() == DType.BOOL && b.dtype() == DType.BOOL;
  }

  /** Where a = b. */
  default Tensor equal(double b) {
    return equal(((Tensor) this).scalar(b));
  }

  /** Where a ≠ b; of truth values too. NumPy's {@code not_equal}, PyTorch's {@code ne}. */
  default Tensor notEqual(Tensor b) {
    var a = (Tensor) this;
    return areMasks(a, b) ? a.where(b.not(), b) : Tensor.apply(new Compare(Relation.NE), a, b);
  }

  /** Where a ≠ b. */
  default Tensor notEqual(double b) {
    return notEqual(((Tensor) this).scalar(b));
  }

  /** Where a &lt; b. NumPy's {@code less}, PyTorch's {@code lt}. */
  default Tensor less(Tensor b) {
    return Tensor.apply(new Compare(Relation.LT), (Tensor) this, b);
  }

  /** Where a &lt; b. */
  default Tensor less(double b) {
    return less(((Tensor) this).scalar(b));
  }

  /** Where a ≤ b. NumPy's {@code less_equal}, PyTorch's {@code le}. */
  default Tensor lessOrEqual(Tensor b) {
    return Tensor.apply(new Compare(Relation.LE), (Tensor) this, b);
  }

  /** Where a ≤ b. */
  default Tensor lessOrEqual(double b) {
    return lessOrEqual(((Tensor) this).scalar(b));
  }

  /** Where a &gt; b. NumPy's {@code greater}, PyTorch's {@code gt}. */
  default Tensor greater(Tensor b) {
    return Tensor.apply(new Compare(Relation.GT), (Tensor) this, b);
  }

  /** Where a &gt; b. */
  default Tensor greater(double b) {
    return greater(((Tensor) this).scalar(b));
  }

  /** Where a ≥ b. NumPy's {@code greater_equal}, PyTorch's {@code ge}. */
  default Tensor greaterOrEqual(Tensor b) {
    return Tensor.apply(new Compare(Relation.GE), (Tensor) this, b);
  }

  /** Where a ≥ b. */
  default Tensor greaterOrEqual(double b) {
    return greaterOrEqual(((Tensor) this).scalar(b));
  }

  /**
   * a R b.
   *
   * @param relation R
   */
  record Compare(Relation relation) implements Op.Discrete.Binary, Op.PerElement, Op.Broadcasting {
    @Override
    public TensorType type(TensorType a, TensorType b) {
      if (a.dtype() == DType.BOOL && b.dtype() == DType.BOOL) {
        throw Message.illegal(name(), "truth values have no order: %s %s %s; combine them with and, or, xor, not", a,
            relation, b);
      }
      return a.broadcast(name(), b).with(DType.BOOL);
    }

    @Override
    public void compute(NdArray a, NdArray b, NdArray y) {
      Loops.compare(relation, a, b, y);
    }
  }

  /** Where x is NaN: x ≠ x. NumPy's and PyTorch's {@code isnan}. */
  default Tensor isNaN() {
    var x = floating("isNaN");
    return x.notEqual(x);
  }

  /** Where x is ∞ or −∞. NumPy's and PyTorch's {@code isinf}. */
  default Tensor isInfinite() {
    return floating("isInfinite").abs().equal(Double.POSITIVE_INFINITY);
  }

  /** Where x is neither infinite nor NaN: |x| &lt; ∞. NumPy's and PyTorch's {@code isfinite}. */
  default Tensor isFinite() {
    return floating("isFinite").abs().less(Double.POSITIVE_INFINITY);
  }

  private Tensor floating(String operation) {
    var x = (Tensor) this;
    x.type().requireFloating(operation);
    return x;
  }

  /** Where both are true. NumPy's and PyTorch's {@code logical_and}. */
  default Tensor and(Tensor b) {
    return ((Tensor) this).where(b, Tensor.of(false));
  }

  /** Where one or both are true. NumPy's and PyTorch's {@code logical_or}. */
  default Tensor or(Tensor b) {
    return ((Tensor) this).where(Tensor.of(true), b);
  }

  /** Where one is true and the other is not. NumPy's and PyTorch's {@code logical_xor}. */
  default Tensor xor(Tensor b) {
    return ((Tensor) this).where(b.not(), b);
  }

  /** Where this is false. NumPy's and PyTorch's {@code logical_not}. */
  default Tensor not() {
    return ((Tensor) this).where(Tensor.of(false), Tensor.of(true));
  }

  /**
   * y = a where this BOOL tensor is true, else b. The untaken side gets gradient 0; if its own derivative is infinite there, 0·∞ still
   * makes a NaN further back: see {@link #whereSafe}. NumPy's and PyTorch's {@code where}.
   */
  default Tensor where(Tensor a, Tensor b) {
    return Tensor.apply(new Where(), List.of((Tensor) this, a, b));
  }

  /** y = a where this is true, else the number b. */
  default Tensor where(Tensor a, double b) {
    return where(a, a.scalar(b));
  }

  /** y = the number a where this is true, else b. */
  default Tensor where(double a, Tensor b) {
    return where(b.scalar(a), b);
  }

  /** ∇a = ∇y where c, else 0; ∇b = 0 where c, else ∇y. */
  record Where() implements Op.Nary, Op.PerElement, Op.Broadcasting {
    @Override
    public String vanishes() {
      return "where the other branch is taken";
    }

    @Override
    public TensorType type(List<TensorType> x) {
      x.get(0).require(name(), DType.BOOL);
      var type = x.get(1).broadcast(name(), x.get(2));
      return type.with(type.shape().broadcast(name(), x.get(0).shape()));
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      Loops.select(x.get(0), x.get(1), x.get(2), y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      var c = x.getFirst();
      return wanted.stream().map(i -> i == 1 ? c.where(dy, 0) : c.where(0, dy)).toList();
    }
  }

  /**
   * y = f(x) where this BOOL tensor is true, else b, with finite gradients even where f or its derivative is infinite or NaN
   * on the other side: there, f is given {@code safe} in place of x. For example {@code
   * x.greater(0).whereSafe(Tensor::log, x, 1, Tensor.of(0.0))}.
   *
   * @param f an elementwise function
   * @param safe a number at which f and its derivative are finite
   */
  default Tensor whereSafe(UnaryOperator<Tensor> f, Tensor x, double safe, Tensor b) {
    return where(f.apply(where(x, safe)), b);
  }

  /** y = max(a, b); NaN if either is. NumPy's and PyTorch's {@code maximum}. */
  default Tensor maximum(Tensor b) {
    return Tensor.apply(new Maximum(), (Tensor) this, b);
  }

  /** y = max(a, b). */
  default Tensor maximum(double b) {
    return maximum(((Tensor) this).scalar(b));
  }

  /** ∇a = ∇y where a &gt; b, ∇y/2 where a = b, else 0; ∇b likewise. */
  record Maximum() implements Pointwise.Zip {
    @Override
    public String vanishes() {
      return "where the other operand is larger";
    }

    @Override
    public BinaryFunction function() {
      return BinaryFunction.MAX;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return share(a.greater(b), a.equal(b), dy);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return share(a.less(b), a.equal(b), dy);
    }

    private static Tensor share(Tensor wins, Tensor ties, Tensor dy) {
      return wins.where(dy, ties.where(dy.mul(0.5), 0));
    }
  }

  /** y = min(a, b); NaN if either is. NumPy's and PyTorch's {@code minimum}. */
  default Tensor minimum(Tensor b) {
    return Tensor.apply(new Minimum(), (Tensor) this, b);
  }

  /** y = min(a, b). */
  default Tensor minimum(double b) {
    return minimum(((Tensor) this).scalar(b));
  }

  /** ∇a = ∇y where a &lt; b, ∇y/2 where a = b, else 0; ∇b likewise. */
  record Minimum() implements Pointwise.Zip {
    @Override
    public String vanishes() {
      return "where the other operand is smaller";
    }

    @Override
    public BinaryFunction function() {
      return BinaryFunction.MIN;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return Maximum.share(a.less(b), a.equal(b), dy);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return Maximum.share(a.greater(b), a.equal(b), dy);
    }
  }

  /**
   * y = min(max(x, low), high); at either bound half of the gradient passes, as at every tie. NumPy's {@code clip}, PyTorch's
   * {@code clamp}.
   */
  default Tensor clamp(double low, double high) {
    if (!(low <= high)) {
      throw Message.illegal("clamp", "bounds are out of order: %s > %s", low, high);
    }
    return maximum(low).minimum(high);
  }
}
