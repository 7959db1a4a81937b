package dev.adjoint;

import java.util.concurrent.atomic.AtomicInteger;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;

/**
 * y = x, and counts how often it is computed.
 *
 * @param computed how often so far
 */
public record Counted(AtomicInteger computed) implements Op.Unary, Op.Linear {
  @Override
  public TensorType type(TensorType x) {
    return x;
  }

  @Override
  public void compute(NdArray x, NdArray y) {
    computed.incrementAndGet();
    StridedCopies.copy(x, y);
  }

  @Override
  public Tensor grad(Tensor x, Tensor y, Tensor dy) {
    return dy;
  }
}
