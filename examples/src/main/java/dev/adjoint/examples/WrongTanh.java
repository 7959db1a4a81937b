package dev.adjoint.examples;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/** An operation of one's own, with a mistake in its backward rule for a gradient check to find. */
record WrongTanh() implements Op.Unary {

  static Tensor of(Tensor x) {
    return Tensor.apply(new WrongTanh(), x);
  }

  @Override
  public TensorType type(TensorType x) {
    return x.require(name(), dev.adjoint.DType.FLOAT64);
  }

  @Override
  public void compute(NdArray x, NdArray y) {
    for (int i = 0; i < x.size(); i++) {
      y.doubles()[i] = Math.tanh(x.doubles()[i]);
    }
  }

  @Override
  public Tensor grad(Tensor x, Tensor y, Tensor dy) {
    return dy.mul(y.rsub(1)); // should be 1 − y²
  }
}
