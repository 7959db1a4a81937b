package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.simple.SimpleMatrix;

/** Between element types, and to EJML, from where {@link dev.adjoint.Ejml} leads. Implemented by {@link Tensor} alone. */
public interface Conversions {

  /**
   * The same numbers as another element type. Between FLOAT64 and FLOAT32 it is differentiable; INT32 drops fractions and BOOL keeps
   * only whether a number differs from 0, and nothing is differentiated through them. NumPy's {@code astype}, PyTorch's {@code to}.
   */
  default Tensor cast(DType dtype) {
    var x = (Tensor) this;
    return x.dtype() == dtype ? x : Tensor.apply(new Cast(dtype), x);
  }

  /** A FLOAT64 matrix as an EJML matrix, copied. */
  default DMatrixRMaj toDMatrixRMaj() {
    var x = matrix("toDMatrixRMaj", (Tensor) this);
    return DMatrixRMaj.wrap(x.shape().dim(0), x.shape().dim(1), x.toDoubles());
  }

  /** A FLOAT32 matrix as an EJML matrix, copied. */
  default FMatrixRMaj toFMatrixRMaj() {
    var x = matrix("toFMatrixRMaj", (Tensor) this);
    return FMatrixRMaj.wrap(x.shape().dim(0), x.shape().dim(1), x.toFloats());
  }

  /** A floating-point matrix as an EJML matrix, copied. */
  default SimpleMatrix toSimpleMatrix() {
    var x = matrix("toSimpleMatrix", (Tensor) this);
    return SimpleMatrix.wrap(x.dtype() == DType.FLOAT32 ? x.toFMatrixRMaj() : x.toDMatrixRMaj());
  }

  private static Tensor matrix(String operation, Tensor x) {
    if (x.shape().rank() != 2) {
      throw Message.illegal(operation, "%s is not a matrix", x.type());
    }
    return x;
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
