package dev.adjoint.internal.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Threads of the common pool that help with the parts of a loop. To wake a thread takes longer than most loops, so a helper that
 * has had work stays awake a little, and the caller waits for nobody: it takes one part after the other until none is left.
 */
final class Crew {
  /** How long a helper looks for more work, in ns: longer than the pause between two loops of a program. */
  private static final long PATIENCE = 200_000;
  private static final int PATIENT_SPINS = 1_000;

  private static final AtomicReference<Job> OPEN = new AtomicReference<>();
  private static final AtomicInteger HELPERS = new AtomicInteger();

  private Crew() {}

  /** Runs 0 ≤ p &lt; parts, at the same time as far as helpers come; alone if they are busy with another caller's parts. */
  static void run(int parts, IntConsumer part) {
    var job = new Job(parts, part);
    if (OPEN.compareAndSet(null, job)) {
      callHelpers(Math.min(parts, Parallel.threads()) - 1);
      job.work();
      OPEN.set(null);
    } else {
      job.work();
    }
    job.await();
  }

  private static void callHelpers(int wanted) {
    int present = HELPERS.get();
    while (present < wanted) {
      if (HELPERS.compareAndSet(present, present + 1)) {
        ForkJoinPool.commonPool().execute(Crew::help);
      }
      present = HELPERS.get();
    }
  }

  private static void help() {
    long last = System.nanoTime();
    while (System.nanoTime() - last < PATIENCE) {
      var job = OPEN.get();
      if (job != null && job.work()) {
        last = System.nanoTime();
      } else {
        Thread.onSpinWait();
      }
    }
    HELPERS.decrementAndGet();
  }

  private static final class Job {
    private final int parts;
    private final IntConsumer part;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Throwable failure;

    private Job(int parts, IntConsumer part) {
      this.parts = parts;
      this.part = part;
    }

    /** Takes parts until none is left; says whether there was one. */
    private boolean work() {
      int p = taken.getAndIncrement();
      if (p >= parts) {
        return false;
      }
      for (; p < parts; p = taken.getAndIncrement()) {
        try {
          part.accept(p);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        done.incrementAndGet();
      }
      return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // others may need the core on which this one only waits
    private void await() {
      for (int spins = 0; done.get() < parts; spins++) {
        if (spins < PATIENT_SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      switch (failure) {
        case null -> {
          // all went well
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
    }
  }
}
