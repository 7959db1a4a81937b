package dev.adjoint.testkit;

import dev.adjoint.Tensor;

/**
 * Matrices [n, k] and [k, m], or batches of them that broadcast. As a {@code @ForAll} parameter it takes the annotations of a
 * tensor.
 *
 * @param left [n, k]
 * @param right [k, m]
 */
public record MatmulPair(Tensor left, Tensor right) {
}
