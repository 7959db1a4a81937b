package dev.adjoint.op;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * Sums, products and powers, element by element. Two operands broadcast by NumPy's rule and must have the same element type;
 * a Java number takes the element type of the tensor. Of INT32 numbers there are sums, differences, products, {@link #floorDiv},
 * {@link #mod}, {@link #neg}, {@link #abs}, {@link #sign} and {@link #square}; of a result that is too large the low 32 bits are left, as in
 * Java, and nothing is differentiated through it. Implemented by {@link Tensor} alone.
 */
public interface Arithmetic {

  /**
   * y = x, as a node of its own. Where a tensor is used more than once its gradients add up, with or without a copy. NumPy's
   * {@code copy}, PyTorch's {@code clone}.
   */
  default Tensor copy() {
    return Tensor.apply(new Copy(), (Tensor) this);
  }

  /** ∇x = ∇y. */
  record Copy() implements Op.Identity, Op.Linear, Op.LastAxes {
    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy;
    }
  }

  /** y = a + b. NumPy's and PyTorch's {@code add}. */
  default Tensor add(Tensor b) {
    return Tensor.apply(new Add(), (Tensor) this, b);
  }

  /** y = a + b. */
  default Tensor add(double b) {
    return add(((Tensor) this).scalar(b));
  }

  /** ∇a = ∇y, ∇b = ∇y. */
  record Add() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.ADD;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy;
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy;
    }
  }

  /** Y = X + B for a batch X of n rows [n, d] and one row B [d], which is added to every row. */
  default Tensor addBias(Tensor b) {
    return Tensor.apply(new AddBias(), (Tensor) this, b);
  }

  /** ∇X = ∇Y, ∇B = Σ over the batch of ∇Y. */
  record AddBias() implements Op.Binary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x, TensorType b) {
      if (x.shape().rank() < 1 || b.shape().rank() != 1 || b.shape().dim(0) != x.shape().dim(-1)) {
        throw Message.illegal(name(), "needs a batch [n, d] and one row [d]: %s and %s", x, b);
      }
      return x.requireFloating(name()).broadcast(name(), b);
    }

    @Override
    public void compute(NdArray x, NdArray b, NdArray y) {
      new Add().compute(x, b, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor b, Tensor y, Tensor dy) {
      return dy;
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor b, Tensor y, Tensor dy) {
      return dy.sumTo(b.shape()); // [n, d] → [d]
    }

    @Override
    public Tensor batch(Batch x) {
      return x.get(0).add(x.aligned(1, x.example(0).rank())); // [b, n, d] + [b, 1, d]
    }
  }

  /** y = a − b. NumPy's {@code subtract}, PyTorch's {@code sub}. */
  default Tensor sub(Tensor b) {
    return Tensor.apply(new Sub(), (Tensor) this, b);
  }

  /** y = a − b. */
  default Tensor sub(double b) {
    return sub(((Tensor) this).scalar(b));
  }

  /** y = a − x for a number a: the reversed subtraction. PyTorch's {@code rsub}. */
  default Tensor rsub(double a) {
    return ((Tensor) this).scalar(a).sub((Tensor) this);
  }

  /** ∇a = ∇y, ∇b = −∇y. */
  record Sub() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.SUB;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy;
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.neg();
    }
  }

  /** y = a ⊙ b, the Hadamard product. NumPy's {@code multiply}, PyTorch's {@code mul}. */
  default Tensor mul(Tensor b) {
    return Tensor.apply(new Mul(), (Tensor) this, b);
  }

  /** y = a·b. */
  default Tensor mul(double b) {
    return mul(((Tensor) this).scalar(b));
  }

  /** ∇a = ∇y ⊙ b, ∇b = ∇y ⊙ a. */
  record Mul() implements Pointwise.Zip {
    @Override
    public String vanishes() {
      return "where the other factor is 0";
    }

    @Override
    public BinaryFunction function() {
      return BinaryFunction.MUL;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(b);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(a);
    }
  }

  /** y = a / b. NumPy's {@code divide}, PyTorch's {@code div}. */
  default Tensor div(Tensor b) {
    return Tensor.apply(new Div(), (Tensor) this, b);
  }

  /** y = a / b. */
  default Tensor div(double b) {
    return div(((Tensor) this).scalar(b));
  }

  /** y = a / x for a number a: the reversed division. */
  default Tensor rdiv(double a) {
    return ((Tensor) this).scalar(a).div((Tensor) this);
  }

  /** ∇a = ∇y / b, ∇b = −∇y ⊙ y / b. */
  record Div() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.DIV;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.div(b);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(y).div(b).neg();
    }
  }

  /**
   * y = ⌊a/b⌋, and never one more where a/b is rounded up to a whole number; of INT32 numbers too, where b = 0 is an error. The
   * derivatives are 0. NumPy's and PyTorch's {@code floor_divide}, Python's {@code //}.
   *
   * @throws IllegalArgumentException if INT32 numbers are divided by 0
   */
  default Tensor floorDiv(Tensor b) {
    return Tensor.apply(new FloorDiv(), (Tensor) this, b);
  }

  /** y = ⌊a/b⌋ for a number b. */
  default Tensor floorDiv(double b) {
    return floorDiv(((Tensor) this).scalar(b));
  }

  /** ∇a = 0, ∇b = 0. */
  record FloorDiv() implements Pointwise.Zip {
    @Override
    public String vanishes() {
      return "between its jumps";
    }

    @Override
    public BinaryFunction function() {
      return BinaryFunction.FLOOR_DIV;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return Tensor.zeros(dy.type());
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return Tensor.zeros(dy.type());
    }
  }

  /**
   * y = a − b ⌊a/b⌋, which has the sign of b: −1 mod 3 = 2; of INT32 numbers too, where b = 0 is an error. NumPy's {@code mod},
   * PyTorch's {@code remainder}, Python's {@code %}.
   *
   * @throws IllegalArgumentException if INT32 numbers are divided by 0
   */
  default Tensor mod(Tensor b) {
    return Tensor.apply(new Mod(), (Tensor) this, b);
  }

  /** y = a − b ⌊a/b⌋ for a number b. */
  default Tensor mod(double b) {
    return mod(((Tensor) this).scalar(b));
  }

  /** ∇a = ∇y, ∇b = −∇y ⊙ ⌊a/b⌋. */
  record Mod() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.MOD;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy;
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(a.floorDiv(b)).neg();
    }
  }

  /** y = −x. NumPy's {@code negative}, PyTorch's {@code neg}. */
  default Tensor neg() {
    return Tensor.apply(new Neg(), (Tensor) this);
  }

  /** ∇x = −∇y. */
  record Neg() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.NEG;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.neg();
    }
  }

  /** y = 1/x; ±∞ at ±0. NumPy's and PyTorch's {@code reciprocal}. */
  default Tensor reciprocal() {
    return Tensor.apply(new Reciprocal(), (Tensor) this);
  }

  /** ∇x = −∇y ⊙ y². */
  record Reciprocal() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.RECIPROCAL;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y.square()).neg();
    }
  }

  /** y = x². NumPy's and PyTorch's {@code square}. */
  default Tensor square() {
    return Tensor.apply(new Square(), (Tensor) this);
  }

  /** ∇x = 2 ∇y ⊙ x. */
  record Square() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "at x = 0";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.SQUARE;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x).mul(2);
    }
  }

  /** y = √x; NaN below 0. At 0 the value is 0 and the derivative is +∞. NumPy's and PyTorch's {@code sqrt}. */
  default Tensor sqrt() {
    return Tensor.apply(new Sqrt(), (Tensor) this);
  }

  /** ∇x = ∇y / 2y. */
  record Sqrt() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.SQRT;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(y.mul(2));
    }
  }

  /**
   * y = |x|; the derivative at 0 is taken as 0. Of the least INT32 number it is that number, as in Java. NumPy's and PyTorch's
   * {@code abs}.
   */
  default Tensor abs() {
    return Tensor.apply(new Abs(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ sign x. */
  record Abs() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "at x = 0";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.ABS;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.sign());
    }
  }

  /** y = −1, 0 or 1, as x is below, at or above 0; the derivative is 0 everywhere, at 0 too. NumPy's and PyTorch's {@code sign}. */
  default Tensor sign() {
    return Tensor.apply(new Sign(), (Tensor) this);
  }

  /** ∇x = 0. */
  record Sign() implements Pointwise.Flat {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.SIGN;
    }
  }

  /** y = xᵖ for a number p; x⁰ = 1 for every x, and its derivative is 0. NumPy's {@code power}, PyTorch's {@code pow}. */
  default Tensor pow(double p) {
    return Tensor.apply(new Power(p), (Tensor) this);
  }

  /**
   * ∇x = ∇y ⊙ p xᵖ⁻¹.
   *
   * @param exponent p
   */
  record Power(double exponent) implements Op.Unary, Op.PerElement {
    @Override
    public String vanishes() {
      return "at x = 0, and for exponent 0";
    }

    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      new Pow().compute(x, NdArray.scalar(x.dtype(), exponent), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return exponent == 0 ? Tensor.zeros(x.type()) : dy.mul(x.pow(exponent - 1)).mul(exponent);
    }
  }

  /**
   * y = aᵇ, element by element; a⁰ = 1 for every a, 0 too. Where a = 0 ≤ b the derivative by b is taken as 0, and where a = b =
   * 0 the derivative by a too.
   */
  default Tensor pow(Tensor b) {
    return Tensor.apply(new Pow(), (Tensor) this, b);
  }

  /** ∇a = ∇y ⊙ b aᵇ⁻¹, ∇b = ∇y ⊙ y ⊙ log a. */
  record Pow() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.POW;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      var zeroToZero = a.equal(0).and(b.equal(0));
      return dy.mul(b).mul(a.pow(zeroToZero.where(b, b.sub(1))));
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      var powerOfZero = a.equal(0).and(b.greaterOrEqual(0));
      return dy.mul(y).mul(powerOfZero.where(1, a).log());
    }
  }
}
