/** Data to learn from. */
package dev.adjoint.nn.data;
