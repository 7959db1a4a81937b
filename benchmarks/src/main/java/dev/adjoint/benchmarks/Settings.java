package dev.adjoint.benchmarks;

import java.util.Set;

/**
 * How long to measure.
 *
 * @param rounds how often each library has its turn
 * @param blockNanos how long a turn is
 * @param warmUpNanos how long a library may take at most until its speed is stable
 * @param libraries who takes part
 */
record Settings(int rounds, long blockNanos, long warmUpNanos, Set<Library> libraries) {

  boolean has(Library library) {
    return libraries.contains(library);
  }
}
