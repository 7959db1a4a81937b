package dev.adjoint.examples;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;

/** What a gradient costs, in evaluations of its function: step by step, and compiled. */
final class Ratio {
  private static final int RUNS = 15;

  private Ratio() {}

  /** Prints both. */
  static <P> void print(Function<P, Tensor> f, P x) {
    print(f, Autodiff.valueAndGrad(f), x, "gradient");
  }

  static <P> void print(Function<P, ?> f, Function<P, ?> derivative, P x, String what) {
    print("step by step", f, derivative, x, what);
    print("compiled", Autodiff.compile(f), Autodiff.compile(derivative), x, what);
  }

  private static <P> void print(String how, Function<P, ?> f, Function<P, ?> derivative, P x, String what) {
    double value = milliseconds(f, x);
    double both = milliseconds(derivative, x);
    System.out.printf(Locale.ROOT, "%-12s  value %8.3f ms, with %s %8.3f ms: %.1f times%n", how, value, what, both,
        both / value);
  }

  /** The median of some runs after as many to warm up. */
  private static <P> double milliseconds(Function<P, ?> f, P x) {
    double[] times = new double[RUNS];
    for (int run = -RUNS; run < RUNS; run++) {
      long start = System.nanoTime();
      Objects.requireNonNull(f.apply(x));
      if (run >= 0) {
        times[run] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }
}
