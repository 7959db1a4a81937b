package dev.adjoint.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.adjoint.DType;

/**
 * A network to train, its data and its first weights: the same numbers for every library.
 *
 * @param widths of the layers, the input's first
 * @param task what it learns, which decides activation, loss and optimizer
 * @param batch examples in a step
 * @param dtype element type
 */
record Network(List<Integer> widths, Task task, int batch, DType dtype) {
  /** η of both optimizers. */
  static final double LEARNING_RATE = 0.001;
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  /** What a network learns. */
  enum Task {
    /** ReLU, softmax cross-entropy with class indices, Adam. */
    CLASSIFY,
    /** tanh, mean squared error, gradient descent. */
    FIT
  }

  /** 784-512-256-10. */
  static Network mlp(int batch, DType dtype) {
    return new Network(List.of(784, 512, 256, 10), Task.CLASSIFY, batch, dtype);
  }

  /** 4-16-16-1. */
  static Network small() {
    return new Network(List.of(4, 16, 16, 1), Task.FIT, 8, DType.FLOAT64);
  }

  int layers() {
    return widths.size() - 1;
  }

  /** Whether a step is so little work that several threads are slower than one. */
  boolean isTiny() {
    return batch * widths.stream().mapToLong(w -> w).sum() < 10_000;
  }

  int in(int layer) {
    return widths.get(layer);
  }

  int out(int layer) {
    return widths.get(layer + 1);
  }

  /** The weights of a layer, in × out, row by row (K. He and others, 2015). Biases start at 0. */
  double[] weights(int layer) {
    var random = new SplittableRandom(layer);
    double scale = Math.sqrt(2.0 / in(layer));
    return random.doubles((long) in(layer) * out(layer)).map(u -> scale * Math.sqrt(3) * (2 * u - 1)).toArray();
  }

  /**
   * The inputs, batch × in, row by row. Each stands there twice, with two labels: a batch that can be learned by heart would drive
   * the gradients of long runs to subnormal numbers, which take a processor many times as long as others.
   */
  double[] inputs() {
    double[] x = new SplittableRandom(100).doubles((long) batch * in(0)).toArray();
    for (int row = 1; row < batch; row += 2) {
      System.arraycopy(x, (row - 1) * in(0), x, row * in(0), in(0));
    }
    return x;
  }

  /** The class of each example. */
  int[] labels() {
    int classes = widths.getLast();
    int[] labels = new SplittableRandom(101).ints(batch, 0, classes).toArray();
    for (int row = 1; row < batch; row += 2) {
      labels[row] = (labels[row - 1] + 1) % classes;
    }
    return labels;
  }

  /** The number to fit for each example. */
  double[] targets() {
    RandomGenerator random = new SplittableRandom(102);
    return random.doubles((long) batch * widths.getLast(), -1, 1).toArray();
  }

  static float[] floats(double[] x) {
    float[] y = new float[x.length];
    copy(x, y);
    return y;
  }

  static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  static void copy(double[] from, float[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] = (float) from[i];
    }
  }
}
