/**
 * Neural networks on the public core: a {@link dev.adjoint.nn.Layer} maps a batch to a batch and owns {@linkplain
 * dev.adjoint.nn.Parameter parameters}; a loss and an optimizer are formulas; a {@code Trainer} puts them together.
 *
 * <p>Batches are rows: X is n×d for n examples of d features, and a dense layer is Y = X·W + b with W of shape d×m. Lectures
 * that write Wᵀx for one example as a column mean the same W: row i of X·W is (Wᵀxᵢ)ᵀ.
 */
package dev.adjoint.nn;
