package dev.adjoint.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node to look at.
 *
 * @param number its place in the graph
 * @param kind what it is
 * @param symbol what formulas call it; no other node is called so
 * @param operation that made it, with its settings: {@code sum axes=[1]}
 * @param formula what it is computed by, from the symbols of its operands: {@code x + y}; empty if it is computed by nothing
 * @param type element type and shape
 * @param value if there is one
 * @param gradient of the output with respect to it, if there is one
 * @param operands what it is computed from
 * @param group the innermost group it belongs to
 * @param notes what else there is to say
 */
public record Node(int number, Kind kind, String symbol, String operation, String formula, String type,
    Optional<Quantity> value, Optional<Quantity> gradient, List<Operand> operands, OptionalInt group,
    List<String> notes) {

  /** What a node is. */
  public enum Kind {
    /** A value that nothing is differentiated by. */
    CONSTANT,
    /** A value to differentiate by. */
    VARIABLE,
    /** An input of a traced function or of a program. */
    INPUT,
    /** The result of an operation. */
    OPERATION,
    /** A step of a program. */
    STEP
  }

  /** Keeps the operands and notes. */
  public Node {
    operands = List.copyOf(operands);
    notes = List.copyOf(notes);
  }
}
