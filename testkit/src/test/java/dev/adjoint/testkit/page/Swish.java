package dev.adjoint.testkit.page;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/** y = x σ(x), with a rule that forgets that x stands there twice. */
record Swish() implements Op.Unary {
  static Tensor swish(Tensor x) {
    return Tensor.apply(new Swish(), x);
  }

  @Override
  public TensorType type(TensorType x) {
    return x.requireFloating(name());
  }

  @Override
  public void compute(NdArray x, NdArray y) {
    double[] in = x.doubles();
    double[] out = y.doubles();
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i] / (1 + Math.exp(-in[i]));
    }
  }

  @Override
  public Tensor grad(Tensor x, Tensor y, Tensor dy) {
    return dy.mul(x.sigmoid());
  }
}
