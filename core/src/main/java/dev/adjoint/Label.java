package dev.adjoint;

import java.util.List;

/**
 * What is said of a node beside what it computes.
 *
 * @param name given by the user; empty if none was
 * @param made the stack when the node was made, from the user's line down; empty outside of a {@link Debug} scope
 */
record Label(String name, List<StackTraceElement> made) {
  static final Label NONE = new Label("", List.of());

  Label named(String newName) {
    return new Label(newName, made);
  }

  /** For another node of this name. */
  Label unmade() {
    return made.isEmpty() ? this : new Label(name, List.of());
  }

  /** Where the node was made, as a line of its own for a message; empty if that was not recorded. */
  String line() {
    return made.isEmpty() ? "" : String.format("%n  at %s", made.getFirst());
  }
}
