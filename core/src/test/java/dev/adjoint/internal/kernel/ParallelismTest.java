package dev.adjoint.internal.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

import dev.adjoint.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The size of the common pool is fixed when a JVM starts, so each size has a JVM of its own. */
class ParallelismTest {
  private static final int N = 1_000_003;

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() {
    String alone = run(1);
    assertTrue(alone.startsWith("threads 1\n"), alone);
    String many = run(7);
    assertTrue(many.startsWith("threads 7\n"), many);
    assertEquals(results(alone), results(many));
    assertEquals(results(alone), results(run(0)));
    assertEquals(results(alone), results(run(3)));
  }

  private static String results(String output) {
    return output.substring(output.indexOf('\n'));
  }

  private static String run(int parallelism) {
    return ChildJvm.run(Child.class, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism);
  }

  /** Prints the bits of reductions long enough to be split. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      double[] x = new Random(1).doubles(N, -1, 1).toArray();
      float[] floats = new float[N];
      for (int i = 0; i < N; i++) {
        floats[i] = (float) x[i];
      }
      double[] y = new double[N];
      float[] floatY = new float[1];
      System.out.println("threads " + ForkJoinPool.getCommonPoolParallelism());
      new FloatReductions().fold(Fold.SUM, floats, floatY, 1, N, 1);
      System.out.println(Float.floatToIntBits(floatY[0]));
      var doubles = new DoubleReductions();
      doubles.fold(Fold.SUM, x, y, 1, N, 1);
      System.out.println(Double.doubleToLongBits(y[0]));
      doubles.fold(Fold.SUM, x, y, 100, 10_000, 1);
      System.out.println(Arrays.hashCode(Arrays.copyOf(y, 100)));
      doubles.fold(Fold.SUM, x, y, 10, 50, 2000);
      System.out.println(Arrays.hashCode(Arrays.copyOf(y, 20_000)));
      doubles.fold(Fold.SUM, x, y, 1, 125_000, 8);
      System.out.println(Arrays.hashCode(Arrays.copyOf(y, 8)));
      doubles.fold(Fold.SQUARES, x, y, 1, 300, 3000);
      System.out.println(Arrays.hashCode(Arrays.copyOf(y, 3000)));
      doubles.cumulativeSum(x, y, 10, 50, 2000);
      System.out.println(Arrays.hashCode(y));
      doubles.softmax(x, y, 1000, 1000);
      System.out.println(Arrays.hashCode(y));
    }
  }
}
