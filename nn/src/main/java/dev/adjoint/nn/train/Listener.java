package dev.adjoint.nn.train;

/** Hears how training goes. */
public interface Listener {

  /** Hears nothing. */
  Listener NONE = new Listener() {
  };

  /** A run of at most so many epochs begins. */
  default void started(int epochs, int batchesPerEpoch) {}

  /** A batch is done; the scores are those of the epoch so far. */
  default void batch(int epoch, Scores soFar) {}

  /** An epoch is done. */
  default void epoch(Epoch epoch) {}

  /** The run is over, by its end or by an exception. */
  default void finished() {}
}
