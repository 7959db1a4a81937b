/** Every operation, by family: what it accepts, how to call it, and where it is smooth. */
package dev.adjoint.testkit.catalogue;
