package dev.adjoint.nn;

import java.util.Optional;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.Tracing;
import dev.adjoint.array.Randomness;

/** What a forward pass is for; a few layers, such as Dropout, behave differently. */
public sealed interface Mode {

  /** Using a model: no randomness. */
  Mode INFERENCE = new Inference();

  /** Using a model. */
  record Inference() implements Mode {
  }

  /**
   * One training step, and its random numbers: each draw of a step is independent of the others and of those of other steps and
   * runs, and can be repeated.
   */
  final class Training implements Mode {
    private final Tensor counter;
    private final Optional<Tracing> trace = Tracing.current();
    private int draws;

    /** A step of a run, of which {@link #counter} is a number, or is going to be when a trace of it runs. */
    public Training(Tensor counter) {
      this.counter = counter;
    }

    /** A step of the run with this seed. */
    public Training(long seed, int step) {
      this(counter(seed, step));
    }

    /** What seed and step come to, INT32: within a run no two steps have the same. */
    public static Tensor counter(long seed, int step) {
      return Tensor.of((int) Randomness.mix(seed, 0) + step);
    }

    /**
     * Numbers evenly distributed in [0, 1), others at every call.
     *
     * @throws IllegalStateException inside of a loop, a branch or a batch that the step makes and that is traced: every step of
     *     it, and every example, would have the same numbers
     */
    public Tensor uniform(TensorType type) {
      if (!Tracing.current().equals(trace)) {
        throw new IllegalStateException(
            "training: random numbers of a step, as dropout needs them, drawn inside of a loop, a branch "
                + "or a batch that is traced would be the same in each of its steps; draw them outside");
      }
      return counter.drawUniform(type, draws++);
    }
  }
}
