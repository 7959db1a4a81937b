package dev.adjoint.internal.program;

import java.util.List;

import dev.adjoint.TensorType;

/**
 * What a program does, as plain data that every {@link Backend} reads: steps in order on numbered values, of which the first ones are
 * the inputs. Equal schedules do the same; there is no array in one, no code and nothing that changes.
 *
 * @param types of the values
 * @param states how many of the inputs, the first ones, are states; their next values are the first outputs
 * @param inputs how many values are inputs
 * @param constants the values that never change, in rising order; their elements are told beside
 * @param inputAliases values that are inputs in another shape
 * @param steps in the order in which they run
 * @param memory which values share which buffers
 * @param lasting the buffers that one run leaves to the next
 * @param handedOut the buffers that results lie in; they leave with them, so that nothing is copied, and the next run gets new ones
 * @param outputs the values that are the results
 */
public record Schedule(List<TensorType> types, int states, int inputs, List<Integer> constants,
    List<Alias> inputAliases, List<Step> steps, Memory memory, Places lasting, Places handedOut,
    List<Integer> outputs) {

  /** A value that is the storage of another in its own shape. */
  public record Alias(int value, int base) {
  }

  /**
   * Buffers, and what lies in them.
   *
   * @param values written there
   * @param aliases values that are these, or constants, in another shape
   */
  public record Places(List<Integer> buffers, List<Integer> values, List<Alias> aliases) {
  }
}
