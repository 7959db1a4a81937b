package dev.adjoint.internal.kernel;

/** The ways to reduce many numbers to one, piece by piece. */
public enum Fold {
  SUM,
  /** Σ x². */
  SQUARES,
  MAX, MIN;

  /** How the folds of pieces are folded. */
  Fold ofPieces() {
    return this == SQUARES ? SUM : this;
  }
}
