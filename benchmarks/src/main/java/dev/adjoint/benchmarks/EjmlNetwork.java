package dev.adjoint.benchmarks;

import java.util.function.DoubleSupplier;

import dev.adjoint.DType;

/** Trains a network with EJML's matrix product and loops. */
final class EjmlNetwork implements Contender {
  private final DoubleSupplier step;
  private double loss;

  EjmlNetwork(Network network) {
    step = network.dtype() == DType.FLOAT32
        ? new EjmlFloatNetwork(network)::step
        : new EjmlDoubleNetwork(network)::step;
  }

  @Override
  public Library library() {
    return Library.EJML;
  }

  @Override
  public void step() {
    loss = step.getAsDouble();
  }

  @Override
  public double check() {
    step();
    return loss;
  }
}
