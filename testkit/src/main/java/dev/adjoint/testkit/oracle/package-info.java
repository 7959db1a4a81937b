/** Derivatives without the tape: by other numbers than doubles. */
package dev.adjoint.testkit.oracle;
