package dev.adjoint;

import java.util.List;
import java.util.Optional;

/**
 * What is said of a node beside what it computes.
 *
 * @param name given by the user; empty if none was
 * @param made the stack when the node was made, from the user's line down; empty outside of a {@link Debug} scope
 * @param trace in which a placeholder or a variable was made
 */
record Origin(String name, List<StackTraceElement> made, Optional<Tracing> trace) {
  static final Origin NONE = new Origin("", List.of(), Optional.empty());

  Origin named(String newName) {
    return new Origin(newName, made, trace);
  }

  /** For a node at which a trace begins. */
  Origin in(Optional<Tracing> tracing) {
    return tracing.isEmpty() && trace.isEmpty() ? this : new Origin(name, made, tracing);
  }

  /** For another node of this name. */
  Origin unmade() {
    return made.isEmpty() ? this : new Origin(name, List.of(), trace);
  }

  /** Where the node was made, as a line of its own for a message; empty if that was not recorded. */
  String line() {
    return made.isEmpty() ? "" : String.format("%n  at %s", made.getFirst());
  }
}
