/** The layers that networks are built of. */
package dev.adjoint.nn.layer;
