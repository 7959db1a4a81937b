package dev.adjoint.internal.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** Splits long loops over the common pool; short ones run where they are. */
public final class Parallel {

  /** The part of a loop from {@code from} to {@code to}, exclusive. */
  public interface Part {
    void run(int from, int to);
  }

  private Parallel() {}

  /** Runs 0 ≤ i &lt; n in parts of at least {@code grain} elements; each part must be independent of the others. */
  public static void range(int n, int grain, Part part) {
    int parts = Math.min(ForkJoinPool.getCommonPoolParallelism() + 1, n / Math.max(grain, 1));
    if (parts <= 1) {
      part.run(0, n);
    } else {
      IntStream.range(0, parts).parallel()
          .forEach(p -> part.run((int) ((long) n * p / parts), (int) ((long) n * (p + 1) / parts)));
    }
  }
}
