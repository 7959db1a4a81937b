package dev.adjoint.testkit;

import dev.adjoint.Tensor;

/**
 * Two tensors that broadcast to one shape by NumPy's rule. As a {@code @ForAll} parameter it takes the annotations of a tensor.
 *
 * @param left the one
 * @param right the other
 */
public record BroadcastPair(Tensor left, Tensor right) {
}
