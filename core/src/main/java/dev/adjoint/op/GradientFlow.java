package dev.adjoint.op;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/** What passes forward as it is and comes back changed. Implemented by {@link Tensor} alone. */
public interface GradientFlow {

  /** y = x, and nothing is differentiated through it. PyTorch's {@code detach}. */
  default Tensor stopGradient() {
    return Tensor.apply(new StopGradient(), (Tensor) this);
  }

  /** y = x, never tracked. */
  record StopGradient() implements Op.Discrete.Unary, Op.Identity, Op.LastAxes {
  }

  /** y = x, with a gradient that comes back multiplied by a number. */
  default Tensor scaleGradient(double factor) {
    return Tensor.apply(new ScaleGradient(factor), (Tensor) this);
  }

  /** y = x, with a gradient that comes back with the other sign: what lies below learns to do the opposite. */
  default Tensor reverseGradient() {
    return reverseGradient(1);
  }

  /**
   * y = x, with a gradient that comes back multiplied by −λ (the gradient reversal layer of Ganin and Lempitsky, "Unsupervised
   * domain adaptation by backpropagation", ICML 2015).
   */
  default Tensor reverseGradient(double lambda) {
    return scaleGradient(-lambda);
  }

  /**
   * ∇x = c ∇y, which is not the derivative of y = x.
   *
   * @param factor c
   */
  record ScaleGradient(double factor) implements Op.Identity, Op.LastAxes {
    @Override
    public String vanishes() {
      return "for factor 0";
    }

    @Override
    public TensorType type(TensorType x) {
      return x.requireFloating(name());
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.mul(factor);
    }
  }
}
