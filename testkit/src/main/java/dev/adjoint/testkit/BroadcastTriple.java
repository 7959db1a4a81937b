package dev.adjoint.testkit;

import dev.adjoint.Tensor;

/**
 * Three tensors that broadcast to one shape by NumPy's rule. As a {@code @ForAll} parameter it takes the annotations of a tensor.
 *
 * @param first the first
 * @param second the second
 * @param third the third
 */
public record BroadcastTriple(Tensor first, Tensor second, Tensor third) {
}
