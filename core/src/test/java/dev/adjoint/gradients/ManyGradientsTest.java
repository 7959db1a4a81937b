package dev.adjoint.gradients;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Debug;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tensors are shared by threads, and nothing is left of those that nobody holds. */
class ManyGradientsTest {
  private static final int THREADS = 1_000;
  private static final Tensor W = Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(8, 8), 1));
  /** Part of every graph, on every thread. */
  private static final Tensor SHARED = W.tanh().matmul(W.transpose());

  private static List<NdArray> valueAndGradients(int seed) {
    var x = Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(5, 8), seed));
    var h = Autodiff.checkpoint(in -> in.matmul(SHARED).sigmoid()).apply(x);
    var loss = h.matmul(W).square().mean().add(SHARED.sum().mul(seed % 7));
    var gradients = loss.backward();
    return Stream.of(loss, gradients.of(x), gradients.of(W), gradients.of(SHARED)).map(Tensor::value).toList();
  }

  @Test
  void aThousandVirtualThreadsGiveWhatOneGives() throws Exception {
    var start = new CountDownLatch(1);
    var results = new ArrayList<Future<List<NdArray>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        results.add(threads.submit(() -> {
          start.await();
          return seed % 10 == 0 ? Debug.nonFinite(() -> valueAndGradients(seed)) : valueAndGradients(seed);
        }));
      }
      start.countDown();
      for (int i = 0; i < THREADS; i++) {
        assertEquals(valueAndGradients(i), results.get(i).get(), "thread " + i);
      }
    }
  }

  private static long liveBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  @Test
  void aMillionSmallGradientsLeaveTheHeapAsItWas() {
    smallGradients(10_000);
    long before = liveBytes();
    double sum = smallGradients(1_000_000);
    long grown = liveBytes() - before;
    assertEquals(3e6, sum);
    // One reference kept per gradient would be 4 MB.
    assertTrue(grown < 2_000_000, grown + " bytes more");
  }

  private static double smallGradients(int n) {
    double sum = 0;
    var z = Tensor.variable(3); // lives through all of them
    for (int i = 0; i < n; i++) {
      var x = Tensor.variable(i);
      sum += x.mul(z).backward().of(x).item();
    }
    return sum;
  }
}
