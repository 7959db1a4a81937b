package dev.adjoint.op;

import dev.adjoint.Tensor;

/**
 * Some elements along an axis, and where they stood.
 *
 * @param values the elements
 * @param indices their INT32 positions along the axis, of the same shape
 */
public record ValuesAndIndices(Tensor values, Tensor indices) {
}
