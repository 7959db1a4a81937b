/**
 * Properties of tensors for jqwik: random tensors, shapes, matrices and graphs as {@code @ForAll} parameters that shrink, and
 * assertions on gradients. {@link dev.adjoint.testkit.GradientAssertions} is the place to start.
 */
package dev.adjoint.testkit;
