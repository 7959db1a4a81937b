package dev.adjoint.op;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/** Special functions, element by element. Implemented by {@link Tensor} alone. */
public interface Special {

  /** y = erf x = 2/√π ∫₀ˣ e^−t² dt. SciPy's and PyTorch's {@code erf}. */
  default Tensor erf() {
    return Tensor.apply(new Erf(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ 2/√π e^−x². */
  record Erf() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it is saturated";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.ERF;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.square().neg().exp()).mul(2 / Math.sqrt(Math.PI));
    }
  }

  /** y = erfc x = 1 − erf x, which keeps its digits where erf x is nearly 1. SciPy's and PyTorch's {@code erfc}. */
  default Tensor erfc() {
    return Tensor.apply(new Erfc(), (Tensor) this);
  }

  /** ∇x = −∇y ⊙ 2/√π e^−x². */
  record Erfc() implements Pointwise.Map {
    @Override
    public String vanishes() {
      return "where it is saturated";
    }

    @Override
    public UnaryFunction function() {
      return UnaryFunction.ERFC;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.square().neg().exp()).mul(-2 / Math.sqrt(Math.PI));
    }
  }

  /** The y of which x is the error function, x = erf y; ±∞ at ±1, NaN beyond. SciPy's and PyTorch's {@code erfinv}. A normal number is
   * √2 erf⁻¹(2u − 1) of a uniform one. */
  default Tensor erfInv() {
    return Tensor.apply(new ErfInv(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ √π/2 e^y². */
  record ErfInv() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ERF_INV;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(y.square().exp()).mul(Math.sqrt(Math.PI) / 2);
    }
  }

  /** y = ln |Γ(x)|; +∞ at 0, −1, −2, … SciPy's {@code gammaln}, PyTorch's {@code lgamma}. */
  default Tensor lgamma() {
    return Tensor.apply(new Lgamma(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ ψ(x). */
  record Lgamma() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.LGAMMA;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.digamma());
    }
  }

  /** y = ψ(x) = d ln Γ(x)/dx; ∓∞ at ±0 and NaN at −1, −2, … SciPy's and PyTorch's {@code digamma}. */
  default Tensor digamma() {
    return Tensor.apply(new Digamma(), (Tensor) this);
  }

  /** ∇x = ∇y ⊙ ψ′(x). */
  record Digamma() implements Pointwise.Map {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.DIGAMMA;
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.polygamma(1));
    }
  }

  /**
   * y = ψ⁽ⁿ⁾(x), the derivative of order n of {@link #digamma()}, which is that of order 0; order 1 is called trigamma. At 0, −1, −2, …
   * it is +∞ for an odd n, else as digamma. SciPy's and PyTorch's {@code polygamma}.
   *
   * @param n from 0 to 100
   */
  default Tensor polygamma(int n) {
    return n == 0 ? digamma() : Tensor.apply(new Polygamma(n), (Tensor) this);
  }

  /**
   * ∇x = ∇y ⊙ ψ⁽ⁿ⁺¹⁾(x).
   *
   * @param order n
   */
  record Polygamma(int order) implements Op.Unary, Op.PerElement {
    @Override
    public TensorType type(TensorType x) {
      if (order < 0 || order > 100) {
        throw Message.illegal(name(), "the order is from 0 to 100: %s", order);
      }
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Loops.polygamma(order, x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(x.polygamma(order + 1));
    }
  }

  /**
   * y = sin πx/(πx), and 1 at 0: the normalized sinc, as NumPy's and PyTorch's {@code sinc}; that of the signal sin x/x is {@code
   * x.div(Math.PI).sinc()}. 0 at ±∞.
   */
  default Tensor sinc() {
    return Tensor.apply(new Sinc(0), (Tensor) this);
  }

  /**
   * y = sinc⁽ⁿ⁾ x, without division by 0 near 0, so that ∇x = ∇y ⊙ sinc⁽ⁿ⁺¹⁾ x.
   *
   * @param order n, 0 for sinc itself
   */
  record Sinc(int order) implements Op.Unary, Op.PerElement {
    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Loops.sinc(order, x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(Tensor.apply(new Sinc(order + 1), x));
    }
  }

  /**
   * z = x log y, and 0 at x = 0 whatever y is, unless NaN. SciPy's and PyTorch's {@code xlogy}. The derivatives are log y and x / y;
   * at x = 0 and y ≤ 0 both are 0, the first one as PyTorch has it, which says NaN for the second at y = 0.
   */
  default Tensor xlogy(Tensor y) {
    var x = (Tensor) this;
    var flat = x.equal(0).and(y.lessOrEqual(0).or(y.equal(Double.POSITIVE_INFINITY)));
    return x.mul(flat.where(1, y).log());
  }
}
