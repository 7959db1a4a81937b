/** Loops and branches that are one operation of a graph, and functions that an equation defines. */
package dev.adjoint.control;
