package dev.adjoint.benchmarks;

import dev.adjoint.DType;

/** A training step of a 4-16-16-1 network: tanh, mean squared error, gradient descent, batches of 8. */
final class Small implements Workload {
  @Override
  public void run(Race race) {
    Mlp.train(race, new Row("small", DType.FLOAT64, "8"), Network.small());
  }
}
