package dev.adjoint;

import java.util.Arrays;

import dev.adjoint.array.NdArray;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.simple.SimpleMatrix;

/** EJML matrices as tensors; the way back is {@link Tensor#toDMatrixRMaj} and its sisters. Elements are copied. */
public final class Ejml {

  private Ejml() {}

  /** A FLOAT64 matrix. */
  public static Tensor tensor(DMatrixRMaj matrix) {
    return Tensor.constant(Tracing.read(matrix,
        m -> NdArray.wrap(Shape.of(m.numRows, m.numCols), Arrays.copyOf(m.data, m.getNumElements()))));
  }

  /** A FLOAT32 matrix. */
  public static Tensor tensor(FMatrixRMaj matrix) {
    return Tensor.constant(Tracing.read(matrix,
        m -> NdArray.wrap(Shape.of(m.numRows, m.numCols), Arrays.copyOf(m.data, m.getNumElements()))));
  }

  /** A matrix of the elements' type: FLOAT32 if it is backed by floats, else FLOAT64. */
  public static Tensor tensor(SimpleMatrix matrix) {
    return matrix.getMatrix() instanceof FMatrixRMaj floats ? tensor(floats) : tensor(matrix.getDDRM());
  }
}
