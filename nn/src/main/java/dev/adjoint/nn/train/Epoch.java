package dev.adjoint.nn.train;

import java.util.Optional;

/**
 * What one pass over the data gave.
 *
 * @param number counted from 1
 * @param learningRate of its last step
 * @param train averaged over the batches while the parameters moved
 * @param validation of the parameters at the end of the epoch, if there is data to validate on
 */
public record Epoch(int number, double learningRate, Scores train, Optional<Scores> validation) {

  /** The scores to judge by: those of the validation, else those of the training. */
  public Scores scores() {
    return validation.orElse(train);
  }

  @Override
  public String toString() {
    return "epoch " + number + ": " + train + validation.map(v -> " | validation " + v).orElse("");
  }
}
