package dev.adjoint.control;

import java.util.function.UnaryOperator;

import dev.adjoint.Tensor;
import dev.adjoint.op.OnSingular;
import dev.adjoint.transform.Vmap;

/**
 * A way to solve A·x = b, where A is known as a function that multiplies with it. Derivatives are those of x = A⁻¹·b, to any order, in
 * b and in all that the function closes over: x̄ goes back as b̄ = A⁻ᵀ·x̄, by the same solver, and never through its steps.
 */
@FunctionalInterface
public interface LinearSolver {

  /**
   * x with A·x = b.
   *
   * @param a v ↦ A·v of vectors like b, linear
   * @param b a vector
   */
  Tensor solve(UnaryOperator<Tensor> a, Tensor b);

  /** By LU decomposition of the matrix, which is made column by column: memory for n² numbers. A singular one is an error. */
  static LinearSolver dense() {
    return (a, b) -> {
      var unit = Tensor.ones(b.type()).diagonalMatrix();
      return Vmap.<Tensor, Tensor>apply(a, unit, new int[]{0}, 1).solve(b, OnSingular.THROW); // [n, n], [n] → [n]
    };
  }

  /**
   * By conjugate gradients (M. R. Hestenes and E. Stiefel, "Methods of conjugate gradients for solving linear systems", J. Res. Nat.
   * Bur. Standards 49, 1952), for an A that is symmetric and positive or negative definite, such as the hessian at a minimum: memory
   * for a few vectors.
   *
   * @param tolerance on ‖b − A·x‖ / ‖b‖
   * @param limit how often A is multiplied with
   */
  static LinearSolver conjugateGradient(double tolerance, int limit) {
    return iterative(new ConjugateGradient(tolerance, limit));
  }

  /**
   * By generalized minimal residuals (Y. Saad and M. H. Schultz, "GMRES", SIAM J. Sci. Stat. Comput. 7, 1986), for any regular A,
   * begun anew after every {@code restart} products: memory for as many vectors.
   *
   * @param tolerance on ‖b − A·x‖ / ‖b‖
   * @param limit how often A is multiplied with
   */
  static LinearSolver gmres(double tolerance, int limit, int restart) {
    return iterative(new Gmres(tolerance, limit, restart));
  }

  /**
   * By a method of one's own, such as one with a preconditioner. It is run on values that are known, in programs too, so it is plain
   * Java with loops and branches as it likes; it must do for Aᵀ what it does for A.
   */
  static LinearSolver iterative(LinearSolver method) {
    return (a, b) -> LinearSolve.of(a, b, method);
  }
}
