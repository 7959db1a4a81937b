/** Rules broken on purpose, to see that properties notice. */
package dev.adjoint.testkit.mutation;
