package dev.adjoint.internal.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Threads of the common pool that help with the parts of a loop. To wake a thread takes longer than most loops, so a helper that
 * has had work stays awake a little, and the caller waits for nobody: it takes one part after the other until none is left.
 */
final class Helpers {
  /** How long a helper looks for more work, in ns: longer than the pause between two loops of a program. */
  private static final long PATIENCE = 200_000;
  private static final int PATIENT_SPINS = 1_000;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static final Job JOB = new Job();
  private static final AtomicInteger HELPERS = new AtomicInteger();

  private Helpers() {}

  /**
   * Runs 0 ≤ p &lt; parts, at the same time as far as helpers come; alone if they are busy with another caller's parts. The caller
   * takes the first part, so that of arrays used again and again the same part stays in the cache of a core.
   */
  static void run(int parts, IntConsumer part) {
    if (BUSY.compareAndSet(false, true)) {
      JOB.open(parts, part);
      callHelpers(Math.min(parts, Parallel.threads()) - 1);
      JOB.run(0);
      JOB.work();
      var failure = JOB.close();
      BUSY.set(false);
      rethrow(failure);
    } else {
      for (int p = 0; p < parts; p++) {
        part.accept(p);
      }
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case null -> {
        // all went well
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new AssertionError(e);
    }
  }

  private static void callHelpers(int wanted) {
    int present = HELPERS.get();
    while (present < wanted) {
      if (HELPERS.compareAndSet(present, present + 1)) {
        ForkJoinPool.commonPool().execute(Helpers::help);
      }
      present = HELPERS.get();
    }
  }

  private static void help() {
    long last = System.nanoTime();
    while (System.nanoTime() - last < PATIENCE) {
      if (JOB.work()) {
        last = System.nanoTime();
      } else {
        Thread.onSpinWait();
      }
    }
    HELPERS.decrementAndGet();
  }

  /** One for all loops, one loop after the other, so that a loop makes no garbage. */
  private static final class Job {
    /**
     * How many parts there are, and below these 32 bits how many were taken. One number for both: a helper that comes late finds
     * the parts of the next loop or none, never a number of one loop and the parts of another.
     */
    private final AtomicLong turn = new AtomicLong();
    private final AtomicInteger done = new AtomicInteger();
    private IntConsumer part; // written before turn, read after
    private int parts;
    private volatile Throwable failure;

    private void open(int ofParts, IntConsumer onePart) {
      parts = ofParts;
      part = onePart;
      done.set(0);
      failure = null;
      turn.set(((long) ofParts << Integer.SIZE) + 1); // the first part is the caller's
    }

    /** Takes parts until none is left; says whether there was one. */
    private boolean work() {
      boolean worked = false;
      for (long now = turn.get(); (int) now < now >> Integer.SIZE; now = turn.get()) {
        if (turn.compareAndSet(now, now + 1)) {
          run((int) now);
          worked = true;
        }
      }
      return worked;
    }

    private void run(int p) {
      try {
        part.accept(p);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      done.incrementAndGet();
    }

    /** Waits for all parts; what one of them threw, or null. */
    @SuppressWarnings("ThreadPriorityCheck") // others may need the core on which this one only waits
    private Throwable close() {
      for (int spins = 0; done.get() < parts; spins++) {
        if (spins < PATIENT_SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      part = null; // and all that it holds
      return failure;
    }
  }
}
