/** What training makes small. */
package dev.adjoint.nn.loss;
