/** Proving gradients by differences. */
package dev.adjoint.check;
