package dev.adjoint.benchmarks;

import dev.adjoint.DType;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/** What the contenders of TensorFlow-Java share. */
final class TensorFlows {

  private TensorFlows() {}

  /**
   * A session of as many threads as there are cores; or one that runs the operations one after the other where they are, which is
   * faster for small ones, since nothing is handed from thread to thread.
   */
  static Session session(Graph graph, boolean isTiny) {
    int threads = isTiny ? 1 : Runtime.getRuntime().availableProcessors();
    var executor = ConfigProto.Experimental.newBuilder().setExecutorType(isTiny ? "SINGLE_THREADED_EXECUTOR" : "");
    return new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(threads).setExperimental(executor).build());
  }

  static Class<? extends TNumber> type(DType dtype) {
    return dtype == DType.FLOAT32 ? TFloat32.class : TFloat64.class;
  }

  static <T extends TNumber> T tensor(Class<T> type, Shape shape, double... values) {
    return type.cast(type == TFloat32.class
        ? TFloat32.tensorOf(shape, DataBuffers.of(Network.floats(values)))
        : TFloat64.tensorOf(shape, DataBuffers.of(values)));
  }

  static double sum(Tensor tensor) {
    double[] sum = {0};
    if (tensor instanceof TFloat32 floats) {
      floats.scalars().forEach(x -> sum[0] += x.getFloat());
    } else if (tensor instanceof TFloat64 doubles) {
      doubles.scalars().forEach(x -> sum[0] += x.getDouble());
    }
    return sum[0];
  }
}
