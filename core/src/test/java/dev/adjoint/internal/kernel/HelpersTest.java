package dev.adjoint.internal.kernel;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class HelpersTest {
  private static final int PARTS = 5;
  private static final int RUNS = 10_000;

  @Test
  void everyPartRunsOnce() {
    var counts = new AtomicIntegerArray(PARTS);
    for (int run = 0; run < RUNS; run++) {
      Helpers.run(PARTS, counts::incrementAndGet);
    }
    assertCounts(RUNS, counts);
  }

  @Test
  void partsThatHavePartsRunThemToo() {
    var counts = new AtomicIntegerArray(PARTS);
    Helpers.run(PARTS, _ -> Helpers.run(PARTS, counts::incrementAndGet));
    assertCounts(PARTS, counts);
  }

  @Test
  void manyCallersAtOnce() throws InterruptedException {
    var counts = new AtomicIntegerArray(PARTS);
    var callers = IntStream.range(0, 8).mapToObj(_ -> Thread.startVirtualThread(() -> {
      for (int run = 0; run < RUNS; run++) {
        Helpers.run(PARTS, counts::incrementAndGet);
      }
    })).toList();
    for (var caller : callers) {
      caller.join();
    }
    assertCounts(8 * RUNS, counts);
  }

  @Test
  void aFailureReachesTheCallerWhenAllPartsHaveEnded() {
    for (int failing = 0; failing < PARTS; failing++) {
      int bad = failing;
      var counts = new AtomicIntegerArray(PARTS);
      var failure = new IllegalStateException("part " + bad);
      IntConsumer part = p -> {
        counts.incrementAndGet(p);
        if (p == bad) {
          throw failure;
        }
      };
      assertSame(failure, assertThrows(IllegalStateException.class, () -> Helpers.run(PARTS, part)));
      assertCounts(1, counts);
    }
  }

  private static void assertCounts(int expected, AtomicIntegerArray counts) {
    for (int p = 0; p < PARTS; p++) {
      assertEquals(expected, counts.get(p), "part " + p);
    }
  }
}
