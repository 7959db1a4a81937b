package dev.adjoint.nn.train;

/**
 * Hears how training goes, on the thread of the training and between two steps: parameters have their present values, and what is
 * set counts, whether steps are compiled or not. Other threads see the values that parameters had when the epoch began.
 */
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

  /** This one and then another. */
  default Listener and(Listener other) {
    var first = this;
    return new Listener() {
      @Override
      public void started(int epochs, int batchesPerEpoch) {
        first.started(epochs, batchesPerEpoch);
        other.started(epochs, batchesPerEpoch);
      }

      @Override
      public void batch(int epoch, Scores soFar) {
        first.batch(epoch, soFar);
        other.batch(epoch, soFar);
      }

      @Override
      public void epoch(Epoch epoch) {
        first.epoch(epoch);
        other.epoch(epoch);
      }

      @Override
      public void finished() {
        try {
          first.finished();
        } finally {
          other.finished();
        }
      }
    };
  }
}
