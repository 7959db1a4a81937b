/** How training moves. */
package dev.adjoint.nn.optim;
