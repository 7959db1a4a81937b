package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

/** Trains a network with PyTorch through DJL, by the operations that DJL's own layers and optimizers come down to. */
final class DjlNetwork implements Contender {
  private final Network network;
  private final Engine engine;
  private final NDManager manager = Djls.manager();
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final NDArray x;
  private final NDArray target;
  private int steps;

  DjlNetwork(Network network) {
    this.network = network;
    engine = Djls.engine(network.isTiny());
    for (int i = 0; i < network.layers(); i++) {
      var w = array(new Shape(network.in(i), network.out(i)), network.weights(i));
      add(w.transpose().duplicate()); // out × in, as PyTorch wants it
      add(array(new Shape(network.out(i)), new double[network.out(i)]));
    }
    x = array(new Shape(network.batch(), network.in(0)), network.inputs());
    target = switch (network.task()) {
      case CLASSIFY -> {
        var labels = new long[network.batch()];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = network.labels()[i];
        }
        yield manager.create(labels, new Shape(network.batch(), 1));
      }
      case FIT -> array(new Shape(network.batch(), network.widths().getLast()), network.targets());
    };
  }

  private void add(NDArray w) {
    w.setRequiresGradient(true);
    weights.add(w);
    means.add(w.zerosLike());
    variances.add(w.zerosLike());
  }

  private NDArray array(Shape shape, double... values) {
    return Djls.array(manager, network.dtype(), shape, values);
  }

  private NDArray loss(NDArray input) {
    var y = input;
    for (int i = 0; i < network.layers(); i++) {
      var z = Linear.linear(y, weights.get(2 * i), weights.get(2 * i + 1)).singletonOrThrow();
      y = i == network.layers() - 1
          ? z
          : network.task() == Network.Task.CLASSIFY ? Activation.relu(z) : Activation.tanh(z);
    }
    return switch (network.task()) {
      case CLASSIFY -> y.logSoftmax(1).gather(target, 1).mean().neg();
      case FIT -> y.sub(target).square().mean();
    };
  }

  private void update() {
    steps++;
    double corrected = Network.LEARNING_RATE * Math.sqrt(1 - Math.pow(Network.BETA2, steps))
        / (1 - Math.pow(Network.BETA1, steps));
    for (int i = 0; i < weights.size(); i++) {
      var w = weights.get(i);
      try (var gradient = w.getGradient()) {
        switch (network.task()) {
          case CLASSIFY -> w.getNDArrayInternal().adamUpdate(
              new NDList(w, gradient, means.get(i), variances.get(i)), new NDList(w), (float) Network.LEARNING_RATE,
              (float) corrected, 0, 1, -1, (float) Network.BETA1, (float) Network.BETA2, (float) Network.EPSILON, false,
              false);
          case FIT -> w.getNDArrayInternal().sgdUpdate(new NDList(w, gradient), new NDList(w),
              (float) Network.LEARNING_RATE, 0, 1, -1, 0, false);
        }
      }
    }
  }

  @Override
  public Library library() {
    return Library.DJL;
  }

  @Override
  public void step() {
    run(false);
  }

  @Override
  public double check() {
    return run(true);
  }

  private double run(boolean tell) {
    try (var scope = manager.newSubManager(); var collector = engine.newGradientCollector()) {
      var input = x.duplicate();
      input.attach(scope);
      var loss = loss(input);
      collector.backward(loss);
      update();
      return tell ? Djls.sum(loss) : 0;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
