/** The commands a newcomer runs; each example reads top to bottom. */
package dev.adjoint.examples;
