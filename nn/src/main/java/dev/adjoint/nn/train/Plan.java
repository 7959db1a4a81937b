package dev.adjoint.nn.train;

import java.util.List;
import java.util.function.Predicate;

import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.metric.Metric;

/**
 * How to train: {@code Plan.epochs(30).batchSize(32).metrics(new Accuracy())}.
 *
 * @param epochs the most passes over the data
 * @param batchSize examples per step: 1 for stochastic gradient descent, {@link #WHOLE} for batch gradient descent
 * @param seed of the order of examples and of dropout
 * @param metrics what to measure besides the loss
 * @param stopWhen stops after the first epoch that it accepts
 * @param listener hears how it goes
 * @param compiled whether a step is traced once and replayed, which is faster and gives the same parameters
 * @param stopsAtNonFinite whether a loss that is NaN or infinite ends the run with a {@link NonFiniteLossException}
 */
public record Plan(int epochs, int batchSize, long seed, List<Metric> metrics, Predicate<Epoch> stopWhen,
    Listener listener, boolean compiled, boolean stopsAtNonFinite) {

  /** A batch size that takes all examples at once. */
  public static final int WHOLE = Integer.MAX_VALUE;

  /** Checks the sizes. */
  public Plan {
    if (epochs < 0) {
      throw new IllegalArgumentException("plan: " + epochs + " epochs; it takes at least 0");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "plan: batches of " + batchSize + " examples; it takes at least 1, or Plan.WHOLE");
    }
    metrics = List.copyOf(metrics);
  }

  /** So many epochs of batches of 32. */
  public static Plan epochs(int epochs) {
    return new Plan(epochs, 32, 0, List.of(), Stop.never(), Listener.NONE, true, true);
  }

  /** With batches of so many examples. */
  public Plan batchSize(int size) {
    return new Plan(epochs, size, seed, metrics, stopWhen, listener, compiled, stopsAtNonFinite);
  }

  /** With another order of examples and other dropout. */
  public Plan seed(long newSeed) {
    return new Plan(epochs, batchSize, newSeed, metrics, stopWhen, listener, compiled, stopsAtNonFinite);
  }

  /** Measuring these besides the loss. */
  public Plan metrics(Metric... measured) {
    return new Plan(epochs, batchSize, seed, List.of(measured), stopWhen, listener, compiled, stopsAtNonFinite);
  }

  /** Stopping after the first epoch that this accepts. */
  public Plan stopWhen(Predicate<Epoch> stop) {
    return new Plan(epochs, batchSize, seed, metrics, stop, listener, compiled, stopsAtNonFinite);
  }

  /** Telling this how it goes. */
  public Plan listener(Listener hearer) {
    return new Plan(epochs, batchSize, seed, metrics, stopWhen, hearer, compiled, stopsAtNonFinite);
  }

  /** Evaluating every operation of every step as it comes, as a model needs whose Java code looks at values. */
  public Plan eager() {
    return new Plan(epochs, batchSize, seed, metrics, stopWhen, listener, false, stopsAtNonFinite);
  }

  /** Going on where the loss is NaN or infinite. */
  public Plan throughNonFinite() {
    return new Plan(epochs, batchSize, seed, metrics, stopWhen, listener, compiled, false);
  }
}
