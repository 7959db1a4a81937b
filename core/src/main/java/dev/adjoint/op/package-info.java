/** The operations, by family: each as a method of {@link dev.adjoint.Tensor} and, right under it, its backward rule. */
package dev.adjoint.op;
