package dev.adjoint.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.adjoint.DType;

/** What the contenders of DJL share. */
final class Djls {
  private static final Engine ENGINE = start();

  private Djls() {}

  /** Without a look at the network. */
  private static Engine start() {
    System.setProperty("ai.djl.offline", "true");
    return Engine.getEngine("PyTorch");
  }

  static Engine engine() {
    return ENGINE;
  }

  /** The engine with as many threads as there are cores, or with one, which is faster where there is little to do. */
  static Engine engine(boolean isTiny) {
    JniUtils.setNumThreads(isTiny ? 1 : Runtime.getRuntime().availableProcessors());
    return ENGINE;
  }

  static NDManager manager() {
    return ENGINE.newBaseManager();
  }

  static NDArray array(NDManager manager, DType dtype, Shape shape, double... values) {
    return dtype == DType.FLOAT32
        ? manager.create(Network.floats(values), shape)
        : manager.create(values, shape);
  }

  static double sum(NDArray x) {
    try (var wide = x.toType(DataType.FLOAT64, false); var sum = wide.sum()) {
      return sum.getDouble();
    }
  }
}
