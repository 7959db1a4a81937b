package dev.adjoint;

/** Where a node was made, as a cause: for an error that shows elsewhere, such as in the backward pass. */
final class MadeHere extends RuntimeException {
  private static final long serialVersionUID = 1;

  MadeHere(Op op, Origin origin) {
    super(op.name() + " was made here");
    setStackTrace(origin.made().toArray(StackTraceElement[]::new));
  }
}
