package dev.adjoint.nn.init;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

/**
 * The first values of a parameter, as a pure function of its type and a seed.
 *
 * <p>Weights [d, m] have fan-in d and fan-out m; every axis in front of the last two multiplies both.
 */
@FunctionalInterface
public interface Initializer {

  /** Values of this type. */
  Tensor create(TensorType type, long seed);

  /** 0. */
  static Initializer zeros() {
    return constant(0);
  }

  /** The same number everywhere. */
  static Initializer constant(double value) {
    return (type, seed) -> Tensor.full(value, type);
  }

  /** Evenly distributed in (−ε, ε). */
  static Initializer uniform(double epsilon) {
    requireWidth("uniform", epsilon);
    return (type, seed) -> Tensor.uniform(type, seed).mul(2 * epsilon).sub(epsilon);
  }

  /** Normally distributed around 0. */
  static Initializer normal(double standardDeviation) {
    requireWidth("normal", standardDeviation);
    return (type, seed) -> Tensor.normal(type, seed).mul(standardDeviation);
  }

  /**
   * Evenly distributed with variance 2 / (fan-in + fan-out): keeps the variance of signals and of gradients through layers of
   * sigmoids or tanh (X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
   * AISTATS 2010).
   */
  static Initializer glorotUniform() {
    return (type, seed) -> uniform(Math.sqrt(6.0 / (fanIn(type) + fanOut(type)))).create(type, seed);
  }

  /** Normally distributed with variance 2 / (fan-in + fan-out): see {@link #glorotUniform}. */
  static Initializer glorotNormal() {
    return (type, seed) -> normal(Math.sqrt(2.0 / (fanIn(type) + fanOut(type)))).create(type, seed);
  }

  /**
   * Evenly distributed with variance 2 / fan-in: keeps the variance of signals through layers of relu (K. He, X. Zhang, S. Ren
   * and J. Sun, "Delving deep into rectifiers", ICCV 2015).
   */
  static Initializer heUniform() {
    return (type, seed) -> uniform(Math.sqrt(6.0 / fanIn(type))).create(type, seed);
  }

  /** Normally distributed with variance 2 / fan-in: see {@link #heUniform}. */
  static Initializer heNormal() {
    return (type, seed) -> normal(Math.sqrt(2.0 / fanIn(type))).create(type, seed);
  }

  private static void requireWidth(String initializer, double width) {
    if (!(width >= 0 && width < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("initializer: " + initializer + "(" + width + "); it takes a finite width");
    }
  }

  private static int fanIn(TensorType type) {
    var shape = type.shape();
    return shape.rank() < 2 ? shape.size() : shape.size() / shape.dim(-1);
  }

  private static int fanOut(TensorType type) {
    var shape = type.shape();
    return shape.rank() < 2 ? shape.size() : shape.size() / shape.dim(-2);
  }
}
