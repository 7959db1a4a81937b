/** Values without a graph, and the computations on them. */
package dev.adjoint.array;
