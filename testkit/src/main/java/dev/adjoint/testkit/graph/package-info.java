/** Whole computations as random values: a graph over all operations, which prints itself as Java and shrinks. */
package dev.adjoint.testkit.graph;
