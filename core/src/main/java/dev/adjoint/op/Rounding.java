package dev.adjoint.op;

import dev.adjoint.Tensor;

/**
 * Whole numbers near a floating-point number, element by element; infinities, NaN and the sign of 0 stay. Derivatives are taken as 0, at the
 * jumps too, as PyTorch and JAX take them. Implemented by {@link Tensor} alone.
 */
public interface Rounding {

  /** y = ⌊x⌋, the largest whole number that is not above x. NumPy's and PyTorch's {@code floor}. */
  default Tensor floor() {
    return Tensor.apply(new Floor(), (Tensor) this);
  }

  /** ∇x = 0. */
  record Floor() implements Pointwise.Flat {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.FLOOR;
    }
  }

  /** y = ⌈x⌉, the smallest whole number that is not below x. NumPy's and PyTorch's {@code ceil}. */
  default Tensor ceil() {
    return Tensor.apply(new Ceil(), (Tensor) this);
  }

  /** ∇x = 0. */
  record Ceil() implements Pointwise.Flat {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.CEIL;
    }
  }

  /**
   * y = the whole number nearest to x; of two that are as near the even one: 0.5 becomes 0, 1.5 becomes 2. NumPy's and PyTorch's
   * {@code round}, Java's {@link Math#rint}.
   */
  default Tensor round() {
    return Tensor.apply(new Round(), (Tensor) this);
  }

  /** ∇x = 0. */
  record Round() implements Pointwise.Flat {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.ROUND;
    }
  }

  /** y = sign x ⊙ ⌊|x|⌋: x without the digits behind the point. NumPy's and PyTorch's {@code trunc}. */
  default Tensor trunc() {
    return Tensor.apply(new Trunc(), (Tensor) this);
  }

  /** ∇x = 0. */
  record Trunc() implements Pointwise.Flat {
    @Override
    public UnaryFunction function() {
      return UnaryFunction.TRUNC;
    }
  }
}
