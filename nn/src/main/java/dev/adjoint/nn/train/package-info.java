/** Training: batches, epochs, scores, and when to stop. */
package dev.adjoint.nn.train;
