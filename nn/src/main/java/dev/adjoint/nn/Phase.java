package dev.adjoint.nn;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Randomness;

/** What a forward pass is for; a few layers, such as Dropout, behave differently. */
public sealed interface Phase {

  /** Using a model: no randomness. */
  Phase INFERENCE = new Inference();

  /** Using a model. */
  record Inference() implements Phase {
  }

  /** One training step, and its random numbers: each draw of a step is independent of the others and can be repeated. */
  final class Training implements Phase {
    private final long seed;
    private final Tensor step;
    private int draws;

    /**
     * A step of a run.
     *
     * @param seed of the run
     * @param step the number of the step, INT32
     */
    public Training(long seed, Tensor step) {
      this.seed = seed;
      this.step = step;
    }

    /** Numbers evenly distributed in [0, 1), others at every call. */
    public Tensor uniform(TensorType type) {
      return step.drawUniform(type, Randomness.mix(seed, draws++));
    }
  }
}
