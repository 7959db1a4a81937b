package dev.adjoint.op;

import dev.adjoint.Tensor;

/**
 * Both moments of the same elements.
 *
 * @param mean Σ x / n
 * @param variance Σ (x − mean)² / n
 */
public record MeanAndVariance(Tensor mean, Tensor variance) {
}
