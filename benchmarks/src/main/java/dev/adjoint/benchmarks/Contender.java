package dev.adjoint.benchmarks;

/** One library at one piece of work. */
interface Contender extends AutoCloseable {

  /** Who does it. */
  Library library();

  /** Does it once. */
  void step();

  /** Does it once, and gives a number that every library must find as well, such as the loss. */
  double check();

  @Override
  default void close() {}
}
