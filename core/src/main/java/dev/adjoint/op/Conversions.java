package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;

/** Between element types. Implemented by {@link Tensor} alone. */
public interface Conversions {

  /**
   * The same numbers as another element type. Between FLOAT64 and FLOAT32 it is differentiable; INT32 drops fractions and
   * BOOL keeps only whether a number differs from 0, and nothing is differentiated through them.
   */
  default Tensor cast(DType dtype) {
    var x = (Tensor) this;
    return x.dtype() == dtype ? x : Tensor.apply(new Cast(dtype), x);
  }

  /**
   * ∇x = ∇y in x's element type.
   *
   * @param dtype the element type of y
   */
  record Cast(DType dtype) implements Op.Unary, Op.Linear, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      return x.with(dtype);
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      Loops.cast(x, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.cast(x.dtype());
    }
  }
}
