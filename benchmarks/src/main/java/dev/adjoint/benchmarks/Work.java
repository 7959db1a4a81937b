package dev.adjoint.benchmarks;

import java.util.function.DoubleSupplier;

/**
 * A contender that is a few lines.
 *
 * @param library who
 * @param work what it does
 * @param told the same, with a number that every library must find
 * @param closing what frees its memory
 */
record Work(Library library, Runnable work, DoubleSupplier told, Runnable closing) implements Contender {

  Work(Library library, Runnable work, DoubleSupplier told) {
    this(library, work, told, () -> {});
  }

  @Override
  public void step() {
    work.run();
  }

  @Override
  public double check() {
    return told.getAsDouble();
  }

  @Override
  public void close() {
    closing.run();
  }
}
