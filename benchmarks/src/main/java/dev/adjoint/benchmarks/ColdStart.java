package dev.adjoint.benchmarks;

import dev.adjoint.DType;

/** The time from the start of a JVM to the end of its first training step of the mlp, and to its first step at full speed. */
final class ColdStart implements Workload {
  private static final int BATCH = 128;

  @Override
  public void run(Race race) {
    Memory.measure(race, new Row("start", DType.FLOAT32, "" + BATCH), Child.Task.START, BATCH,
        Math.clamp(race.settings().rounds() / 3, 1, 5));
  }
}
