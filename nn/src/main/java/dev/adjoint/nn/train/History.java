package dev.adjoint.nn.train;

import java.util.List;

/**
 * What a training run gave, epoch by epoch.
 *
 * @param epochs the first one first
 */
public record History(List<Epoch> epochs) {

  /** Keeps the epochs. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /** The last epoch. */
  public Epoch last() {
    return epochs.getLast();
  }
}
