package dev.adjoint.benchmarks;

/** Something to measure. */
interface Workload {
  void run(Race race);
}
