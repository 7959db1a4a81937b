package dev.adjoint.op;

import dev.adjoint.Tensor;

/** The elementary functions, element by element. Implemented by {@link Tensor} alone. */
public interface Elementary {

  /** y = eˣ. NumPy's and PyTorch's {@code exp}. */
  default Tensor exp() {
    return Tensor.apply(new Exp(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ y. */
  record Exp() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it underflows to 0";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.EXP;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y);
    }
  }

  /** y = 2ˣ, a whole power of 2 exactly. NumPy's and PyTorch's {@code exp2}. */
  default Tensor exp2() {
    return Tensor.apply(new Exp2(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ y ln 2. */
  record Exp2() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it underflows to 0";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.EXP2;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y).mul(Math.log(2));
    }
  }

  /** y = eˣ − 1, accurate near 0. NumPy's and PyTorch's {@code expm1}. */
  default Tensor expm1() {
    return Tensor.apply(new Expm1(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ eˣ, which is y + 1 but keeps its digits far below 0. */
  record Expm1() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.EXPM1;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.exp());
    }
  }

  /** y = log x, the natural logarithm; −∞ at 0 with derivative +∞, NaN below. NumPy's and PyTorch's {@code log}. */
  default Tensor log() {
    return Tensor.apply(new Log(), (Tensor) this);
  }

  /** ∇x = ∇y / x. */
  record Log() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.LOG;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x);
    }
  }

  /** y = log₂ x, a power of 2 exactly; −∞ at 0, NaN below. NumPy's and PyTorch's {@code log2}. */
  default Tensor log2() {
    return Tensor.apply(new Log2(), (Tensor) this);
  }

  /** ∇x = ∇y / (x ln 2). */
  record Log2() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.LOG2;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.mul(Math.log(2)));
    }
  }

  /** y = log₁₀ x; −∞ at 0, NaN below. NumPy's and PyTorch's {@code log10}. */
  default Tensor log10() {
    return Tensor.apply(new Log10(), (Tensor) this);
  }

  /** ∇x = ∇y / (x ln 10). */
  record Log10() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.LOG10;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.mul(Math.log(10)));
    }
  }

  /** y = log(1 + x), accurate near 0. NumPy's and PyTorch's {@code log1p}. */
  default Tensor log1p() {
    return Tensor.apply(new Log1p(), (Tensor) this);
  }

  /** ∇x = ∇y / (1 + x). */
  record Log1p() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.LOG1P;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.add(1));
    }
  }

  /**
   * y = log(eᵃ + eᵇ), element by element, computed as max(a, b) + log(1 + e^−|a − b|), which does not overflow; of two equal
   * infinities it is that infinity. NumPy's and PyTorch's {@code logaddexp}. See {@link Reductions#logSumExp(int...)} for the sum along
   * axes.
   */
  default Tensor logAddExp(Tensor b) {
    return Tensor.apply(new LogAddExp(), (Tensor) this, b);
  }

  /** ∇a = ∇y ⊙ σ(a − b), ∇b = ∇y ⊙ σ(b − a); ½ each at two equal infinities. */
  record LogAddExp() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.LOG_ADD_EXP;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(share(a, b));
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return dy.mul(share(b, a));
    }

    private static Tensor share(Tensor a, Tensor b) {
      var sameInfinity = a.equal(b).and(a.abs().equal(Double.POSITIVE_INFINITY));
      return sameInfinity.where(0, a.sub(b)).sigmoid();
    }
  }

  /** y = sin x, x in radians. NumPy's and PyTorch's {@code sin}. */
  default Tensor sin() {
    return Tensor.apply(new Sin(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ cos x. */
  record Sin() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.SIN;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.cos());
    }
  }

  /** y = cos x, x in radians. NumPy's and PyTorch's {@code cos}. */
  default Tensor cos() {
    return Tensor.apply(new Cos(), (Tensor) this);
  }

  /** ∇x = −∇y ⊙ sin x. */
  record Cos() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.COS;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.sin()).neg();
    }
  }

  /** y = tan x, x in radians. NumPy's and PyTorch's {@code tan}. */
  default Tensor tan() {
    return Tensor.apply(new Tan(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ (1 + y²). */
  record Tan() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.TAN;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y.square().add(1));
    }
  }

  /** y = arcsin x in radians; NaN outside of [−1, 1], derivative +∞ at both ends. NumPy's {@code arcsin}, PyTorch's {@code asin}. */
  default Tensor asin() {
    return Tensor.apply(new Asin(), (Tensor) this);
  }

  /** ∇x = ∇y / √(1 − x²). */
  record Asin() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ASIN;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.square().rsub(1).sqrt());
    }
  }

  /** y = arccos x in radians; NaN outside of [−1, 1], derivative −∞ at both ends. NumPy's {@code arccos}, PyTorch's {@code acos}. */
  default Tensor acos() {
    return Tensor.apply(new Acos(), (Tensor) this);
  }

  /** ∇x = −∇y / √(1 − x²). */
  record Acos() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ACOS;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.square().rsub(1).sqrt()).neg();
    }
  }

  /** y = arctan x in radians. NumPy's {@code arctan}, PyTorch's {@code atan}. */
  default Tensor atan() {
    return Tensor.apply(new Atan(), (Tensor) this);
  }

  /** ∇x = ∇y / (1 + x²). */
  record Atan() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ATAN;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.square().add(1));
    }
  }

  /**
   * The angle of the point (x, y) for this y, in radians from −π to π: arctan y/x where x is positive, and right all around, as
   * {@link Math#atan2} has it. At (0, 0) the derivatives are taken as 0. NumPy's {@code arctan2}, PyTorch's {@code atan2}.
   */
  default Tensor atan2(Tensor x) {
    return Tensor.apply(new Atan2(), (Tensor) this, x);
  }

  /** ∇y = ∇φ ⊙ x / r², ∇x = −∇φ ⊙ y / r², with r = √(x² + y²). */
  record Atan2() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.ATAN2;
    }

    @Override
    public Tensor gradLeft(Tensor y, Tensor x, Tensor angle, Tensor dangle) {
      return slope(x, x.hypot(y), dangle);
    }

    @Override
    public Tensor gradRight(Tensor y, Tensor x, Tensor angle, Tensor dangle) {
      return slope(y, x.hypot(y), dangle).neg();
    }

    private static Tensor slope(Tensor side, Tensor radius, Tensor dangle) {
      var some = radius.notEqual(0);
      var r = some.where(radius, 1);
      return some.where(dangle, 0).mul(side.div(r)).div(r);
    }
  }

  /**
   * y = √(a² + b²), element by element, without over- and underflow in the squares. At (0, 0) the derivatives are taken as 0. NumPy's
   * and PyTorch's {@code hypot}.
   */
  default Tensor hypot(Tensor b) {
    return Tensor.apply(new Hypot(), (Tensor) this, b);
  }

  /** ∇a = ∇y ⊙ a / y, ∇b = ∇y ⊙ b / y. */
  record Hypot() implements Pointwise.Zip {
    @Override
    public BinaryFunction function() {
      return BinaryFunction.HYPOT;
    }

    @Override
    public Tensor gradLeft(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return slope(a, y, dy);
    }

    @Override
    public Tensor gradRight(Tensor a, Tensor b, Tensor y, Tensor dy) {
      return slope(b, y, dy);
    }

    private static Tensor slope(Tensor side, Tensor y, Tensor dy) {
      var some = y.notEqual(0);
      return some.where(dy, 0).mul(side.div(some.where(y, 1)));
    }
  }

  /** y = sinh x = (eˣ − e⁻ˣ) / 2. NumPy's and PyTorch's {@code sinh}. */
  default Tensor sinh() {
    return Tensor.apply(new Sinh(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ cosh x. */
  record Sinh() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.SINH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.cosh());
    }
  }

  /** y = cosh x = (eˣ + e⁻ˣ) / 2. NumPy's and PyTorch's {@code cosh}. */
  default Tensor cosh() {
    return Tensor.apply(new Cosh(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ sinh x. */
  record Cosh() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.COSH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.sinh());
    }
  }

  /** y = arsinh x, whose hyperbolic sine is x. NumPy's {@code arcsinh}, PyTorch's {@code asinh}. */
  default Tensor asinh() {
    return Tensor.apply(new Asinh(), (Tensor) this);
  }

  /** ∇x = ∇y / √(x² + 1). */
  record Asinh() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ASINH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.hypot(x.scalar(1)));
    }
  }

  /** y = arcosh x ≥ 0, whose hyperbolic cosine is x; NaN below 1, derivative +∞ at 1. NumPy's {@code arccosh}, PyTorch's {@code acosh}. */
  default Tensor acosh() {
    return Tensor.apply(new Acosh(), (Tensor) this);
  }

  /** ∇x = ∇y / √(x² − 1), as a product of two roots, which does not overflow. */
  record Acosh() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ACOSH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.sub(1).sqrt().mul(x.add(1).sqrt()));
    }
  }

  /** y = artanh x, whose hyperbolic tangent is x; ±∞ at ±1, NaN beyond. NumPy's {@code arctanh}, PyTorch's {@code atanh}. */
  default Tensor atanh() {
    return Tensor.apply(new Atanh(), (Tensor) this);
  }

  /** ∇x = ∇y / (1 − x²), as a product, which keeps its digits near ±1. */
  record Atanh() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ATANH;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.div(x.rsub(1).mul(x.add(1)));
    }
  }
}
