package dev.adjoint.nn.metric;

import dev.adjoint.Tensor;

/** Something to watch besides the loss: averaged over examples and not differentiated. */
public interface Metric {

  /** What progress and plots call it. */
  String name();

  /** The average over a batch. */
  double of(Tensor output, Tensor target);
}
