package dev.adjoint.benchmarks;

import java.util.List;

import dev.adjoint.DType;

/** A training step of a 784-512-256-10 network: ReLU, softmax cross-entropy, Adam. */
final class Mlp implements Workload {
  @Override
  public void run(Race race) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int batch : new int[]{32, 128, 512}) {
        train(race, new Row("mlp", dtype, "" + batch), Network.mlp(batch, dtype));
      }
    }
  }

  /** All libraries at training a network. */
  static void train(Race race, Row row, Network network) {
    race.run(row, network.dtype() == DType.FLOAT32 ? 1e-5 : 1e-12, network.dtype() == DType.FLOAT32 ? 2e-3 : 1e-3,
        Library.TRAINERS.stream().map(library -> new Race.Entry(library, () -> library.train(network))).toList());
  }
}
