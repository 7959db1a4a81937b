package dev.adjoint.view;

import java.util.Optional;

/**
 * An edge to look at: from a node to one that reads it.
 *
 * @param node the number of the node read
 * @param result which of its results is read, if it has several; else empty
 * @param term what the reader adds to the gradient of the node, if it does
 */
public record Operand(int node, String result, Optional<Term> term) {

  /**
   * The chain rule on one edge: from ∂f/∂y, the gradient of the reader y, to one term of the gradient ∂f/∂x.
   *
   * @param local ∂y/∂x: a number, or where y is computed element by element, the derivative of each element
   * @param contribution ∂f/∂y · ∂y/∂x
   */
  public record Term(Optional<Quantity> local, Quantity contribution) {
  }
}
