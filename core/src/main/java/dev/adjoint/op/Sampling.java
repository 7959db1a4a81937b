package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.Randomness;
import dev.adjoint.internal.Message;

/**
 * Random numbers as a pure function of a seed and a counter, an INT32 number: the same pair always draws the same numbers, on
 * any machine and with any number of threads; another counter draws independent ones. In {@code vmap} the numbers are the same for
 * every example if the counter is; each of a batch of counters draws what it would draw alone. Implemented by {@link Tensor} alone.
 */
public interface Sampling {

  /** Numbers evenly distributed in [0, 1), drawn at this counter. */
  default Tensor drawUniform(TensorType type, long seed) {
    return Tensor.apply(new Uniform(type, seed), (Tensor) this);
  }

  /**
   * Evenly distributed numbers.
   *
   * @param type what to draw
   * @param seed the stream to draw from
   */
  record Uniform(TensorType type, long seed) implements Op.Discrete.Unary {
    @Override
    public TensorType type(TensorType counter) {
      return drawn(name(), type, counter);
    }

    @Override
    public void compute(NdArray counter, NdArray y) {
      Randomness.uniform(Randomness.mix(seed, counter.ints()[0]), y);
    }
  }

  /** Numbers of the standard normal distribution, drawn at this counter. */
  default Tensor drawNormal(TensorType type, long seed) {
    return Tensor.apply(new Normal(type, seed), (Tensor) this);
  }

  /**
   * Normally distributed numbers.
   *
   * @param type what to draw
   * @param seed the stream to draw from
   */
  record Normal(TensorType type, long seed) implements Op.Discrete.Unary {
    @Override
    public TensorType type(TensorType counter) {
      return drawn(name(), type, counter);
    }

    @Override
    public void compute(NdArray counter, NdArray y) {
      Randomness.normal(Randomness.mix(seed, counter.ints()[0]), y);
    }
  }

  private static TensorType drawn(String operation, TensorType type, TensorType counter) {
    if (!counter.equals(new TensorType(DType.INT32, Shape.SCALAR))) {
      throw Message.illegal(operation, "a counter is one INT32 number, got %s", counter);
    }
    return type.requireFloating(operation);
  }
}
