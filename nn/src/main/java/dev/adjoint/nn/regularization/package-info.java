/** Penalties for large weights. */
package dev.adjoint.nn.regularization;
