package dev.adjoint.internal.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;

/** Splits long loops over the common pool; short ones run where they are. */
public final class Parallel {

  /** The part of a loop from {@code from} to {@code to}, exclusive. */
  public interface Part {
    void run(int from, int to);
  }

  private Parallel() {}

  /** Runs 0 ≤ i &lt; n in parts of at least {@code grain} elements; each part must be independent of the others. */
  public static void range(int n, int grain, Part part) {
    int parts = parts(n, grain);
    if (parts == 1) {
      part.run(0, n);
    } else {
      each(parts, p -> part.run(start(p, parts, n), start(p + 1, parts, n)));
    }
  }

  /** How many parts of at least {@code grain} elements to make of n: at least 1, at most one per thread. */
  public static int parts(int n, int grain) {
    return Math.max(1, Math.min(threads(), n / Math.max(grain, 1)));
  }

  /** The most parts that {@link #parts} makes. */
  public static int threads() {
    return ForkJoinPool.getCommonPoolParallelism() + 1;
  }

  /** Where the p-th of so many parts of n elements starts. */
  public static int start(int p, int parts, int n) {
    return (int) ((long) n * p / parts);
  }

  /** Runs 0 ≤ p &lt; parts at the same time. */
  public static void each(int parts, IntConsumer part) {
    Helpers.run(parts, part);
  }
}
