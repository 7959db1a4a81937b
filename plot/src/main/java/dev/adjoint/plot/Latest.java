package dev.adjoint.plot;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * Does something slow with values that come faster, on a thread of its own: one at a time, and of those that wait only with the
 * newest.
 */
final class Latest<T> {
  private final Consumer<T> action;
  private final LongUnaryOperator pause;
  private Optional<T> waiting = Optional.empty();
  private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
  private boolean isRunning;
  private boolean isFinishing; // pauses are cut short

  /**
   * Nothing yet.
   *
   * @param pause from the nanoseconds that the action took to those that pass before the next
   */
  Latest(Consumer<T> action, LongUnaryOperator pause) {
    this.action = action;
    this.pause = pause;
  }

  /** Takes the place of a value that waits. Returns at once. */
  synchronized void offer(T value) {
    waiting = Optional.of(value);
    if (!isRunning) {
      isRunning = true;
      work = CompletableFuture.runAsync(this::run, Thread::startVirtualThread);
    }
  }

  /** Returns when the action is done with a last value, and rethrows an error that ended it before. */
  void finish(T value) {
    finishing(value).join(); // without a look at interrupts
    isFinishing(false);
  }

  private synchronized CompletableFuture<Void> finishing(T value) {
    isFinishing(true);
    offer(value);
    return work;
  }

  private synchronized void isFinishing(boolean now) {
    isFinishing = now;
    notifyAll();
  }

  private void run() {
    for (var value = take(); value.isPresent(); value = take()) {
      long start = System.nanoTime();
      action.accept(value.get());
      rest(System.nanoTime() - start);
    }
  }

  private synchronized Optional<T> take() {
    var value = waiting;
    waiting = Optional.empty();
    isRunning = value.isPresent();
    return value;
  }

  private synchronized void rest(long cost) {
    long end = System.nanoTime() + pause.applyAsLong(cost);
    try {
      for (long left = end - System.nanoTime(); left > 0 && !isFinishing; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody knows this thread", e);
    }
  }
}
