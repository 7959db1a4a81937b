/** Functions of functions: what {@link dev.adjoint.Autodiff} is made of. */
package dev.adjoint.transform;
