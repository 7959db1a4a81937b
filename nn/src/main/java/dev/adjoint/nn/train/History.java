package dev.adjoint.nn.train;

import java.util.List;
import java.util.NoSuchElementException;

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

  /**
   * The last epoch.
   *
   * @throws NoSuchElementException if there was none
   */
  public Epoch last() {
    if (epochs.isEmpty()) {
      throw new NoSuchElementException("history: there is no last epoch, as there was none");
    }
    return epochs.getLast();
  }
}
