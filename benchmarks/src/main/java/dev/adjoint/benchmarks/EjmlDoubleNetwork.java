package dev.adjoint.benchmarks;

import java.util.Arrays;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;

/**
 * Trains a network with EJML's matrix product and loops, the backward pass written by hand. The one for floats is generated from
 * this one.
 */
final class EjmlDoubleNetwork {
  /** Multiplications from which on EJML's concurrent product is faster. */
  private static final long CONCURRENT = 100_000;

  private final Network network;
  private final int layers;
  private final int batch;
  private final DMatrixRMaj[] w;
  private final DMatrixRMaj[] b;
  private final DMatrixRMaj[] dw;
  private final DMatrixRMaj[] db;
  private final DMatrixRMaj[] y; // y[0] is the input, y[i + 1] what layer i gives
  private final DMatrixRMaj[] dy;
  private final DMatrixRMaj target;
  private final int[] labels;
  private final DMatrixRMaj[] means;
  private final DMatrixRMaj[] variances;
  private int steps;

  EjmlDoubleNetwork(Network network) {
    this.network = network;
    layers = network.layers();
    batch = network.batch();
    w = new DMatrixRMaj[layers];
    b = new DMatrixRMaj[layers];
    dw = new DMatrixRMaj[layers];
    db = new DMatrixRMaj[layers];
    y = new DMatrixRMaj[layers + 1];
    dy = new DMatrixRMaj[layers + 1];
    means = new DMatrixRMaj[2 * layers];
    variances = new DMatrixRMaj[2 * layers];
    y[0] = new DMatrixRMaj(batch, network.in(0));
    Network.copy(network.inputs(), y[0].data);
    for (int i = 0; i < layers; i++) {
      w[i] = new DMatrixRMaj(network.in(i), network.out(i));
      Network.copy(network.weights(i), w[i].data);
      b[i] = new DMatrixRMaj(1, network.out(i));
      dw[i] = new DMatrixRMaj(network.in(i), network.out(i));
      db[i] = new DMatrixRMaj(1, network.out(i));
      y[i + 1] = new DMatrixRMaj(batch, network.out(i));
      dy[i + 1] = new DMatrixRMaj(batch, network.out(i));
      means[2 * i] = new DMatrixRMaj(network.in(i), network.out(i));
      means[2 * i + 1] = new DMatrixRMaj(1, network.out(i));
      variances[2 * i] = new DMatrixRMaj(network.in(i), network.out(i));
      variances[2 * i + 1] = new DMatrixRMaj(1, network.out(i));
    }
    labels = network.labels();
    target = new DMatrixRMaj(batch, network.widths().getLast());
    Network.copy(network.targets(), target.data);
  }

  /** A training step; gives the loss before. */
  double step() {
    boolean classify = network.task() == Network.Task.CLASSIFY;
    for (int i = 0; i < layers; i++) {
      multiply(y[i], w[i], y[i + 1]);
      addBias(y[i + 1].data, b[i].data);
      if (i < layers - 1) {
        if (classify) {
          relu(y[i + 1].data);
        } else {
          tanh(y[i + 1].data);
        }
      }
    }
    double loss = classify ? crossEntropy() : squaredError();
    for (int i = layers - 1; i >= 0; i--) {
      multiplyTransA(y[i], dy[i + 1], dw[i]);
      sumRows(dy[i + 1].data, db[i].data);
      if (i > 0) {
        multiplyTransB(dy[i + 1], w[i], dy[i]);
        if (classify) {
          reluBackward(y[i].data, dy[i].data);
        } else {
          tanhBackward(y[i].data, dy[i].data);
        }
      }
    }
    steps++;
    for (int i = 0; i < layers; i++) {
      if (classify) {
        adam(w[i].data, dw[i].data, means[2 * i].data, variances[2 * i].data);
        adam(b[i].data, db[i].data, means[2 * i + 1].data, variances[2 * i + 1].data);
      } else {
        descend(w[i].data, dw[i].data);
        descend(b[i].data, db[i].data);
      }
    }
    return loss;
  }

  private static boolean isLarge(DMatrixRMaj a, DMatrixRMaj c) {
    return (long) a.getNumElements() * c.numCols > CONCURRENT;
  }

  private static void multiply(DMatrixRMaj a, DMatrixRMaj c, DMatrixRMaj result) {
    if (isLarge(a, c)) {
      CommonOps_MT_DDRM.mult(a, c, result);
    } else {
      CommonOps_DDRM.mult(a, c, result);
    }
  }

  private static void multiplyTransA(DMatrixRMaj a, DMatrixRMaj c, DMatrixRMaj result) {
    if (isLarge(a, c)) {
      CommonOps_MT_DDRM.multTransA(a, c, result);
    } else {
      CommonOps_DDRM.multTransA(a, c, result);
    }
  }

  private static void multiplyTransB(DMatrixRMaj a, DMatrixRMaj c, DMatrixRMaj result) {
    if (isLarge(a, c)) {
      CommonOps_MT_DDRM.multTransB(a, c, result);
    } else {
      CommonOps_DDRM.multTransB(a, c, result);
    }
  }

  private static void addBias(double[] z, double[] bias) {
    for (int at = 0; at < z.length; at += bias.length) {
      for (int j = 0; j < bias.length; j++) {
        z[at + j] += bias[j];
      }
    }
  }

  private static void sumRows(double[] dz, double[] sum) {
    Arrays.fill(sum, 0);
    for (int at = 0; at < dz.length; at += sum.length) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += dz[at + j];
      }
    }
  }

  private static void relu(double[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = Math.max(z[i], 0);
    }
  }

  private static void reluBackward(double[] y, double[] dy) {
    for (int i = 0; i < y.length; i++) {
      if (y[i] <= 0) {
        dy[i] = 0;
      }
    }
  }

  private static void tanh(double[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = Math.tanh(z[i]);
    }
  }

  private static void tanhBackward(double[] y, double[] dy) {
    for (int i = 0; i < y.length; i++) {
      dy[i] *= 1 - y[i] * y[i];
    }
  }

  private double crossEntropy() {
    double[] logits = y[layers].data;
    double[] d = dy[layers].data;
    int classes = y[layers].numCols;
    double loss = 0;
    for (int row = 0; row < batch; row++) {
      int at = row * classes;
      double max = logits[at];
      for (int j = 1; j < classes; j++) {
        max = Math.max(max, logits[at + j]);
      }
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        d[at + j] = Math.exp(logits[at + j] - max);
        sum += d[at + j];
      }
      loss += Math.log(sum) + max - logits[at + labels[row]];
      for (int j = 0; j < classes; j++) {
        d[at + j] /= sum * batch;
      }
      d[at + labels[row]] -= 1.0 / batch;
    }
    return loss / batch;
  }

  private double squaredError() {
    double[] output = y[layers].data;
    double[] d = dy[layers].data;
    double loss = 0;
    for (int i = 0; i < output.length; i++) {
      double difference = output[i] - target.data[i];
      loss += difference * difference;
      d[i] = 2 * difference / output.length;
    }
    return loss / output.length;
  }

  private static void descend(double[] x, double[] dx) {
    double rate = Element.of(Network.LEARNING_RATE);
    for (int i = 0; i < x.length; i++) {
      x[i] -= rate * dx[i];
    }
  }

  private void adam(double[] x, double[] dx, double[] mean, double[] variance) {
    double beta1 = Element.of(Network.BETA1);
    double beta2 = Element.of(Network.BETA2);
    double epsilon = Element.of(Network.EPSILON);
    double rate = Element.of(Network.LEARNING_RATE / (1 - StrictMath.pow(Network.BETA1, steps)));
    double scale = Element.of(1 / (1 - StrictMath.pow(Network.BETA2, steps)));
    for (int i = 0; i < x.length; i++) {
      mean[i] = beta1 * mean[i] + (1 - beta1) * dx[i];
      variance[i] = beta2 * variance[i] + (1 - beta2) * dx[i] * dx[i];
      x[i] -= rate * mean[i] / (Math.sqrt(variance[i] * scale) + epsilon);
    }
  }
}
