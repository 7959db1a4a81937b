package dev.adjoint.internal.program;

import java.util.List;
import java.util.Map;

import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/**
 * A program ready to run: steps in order on numbered values, of which the first ones are the inputs.
 *
 * @param types of the values
 * @param constants the values that never change
 * @param inputAliases values that are inputs in another shape
 * @param steps in the order in which they run
 * @param memory which values share which buffers
 * @param lasting the buffers that one run leaves to the next
 * @param handedOut the buffers that results lie in; they leave with them, so that nothing is copied, and the next run gets new ones
 * @param outputs the values that are the results
 */
record Schedule(List<TensorType> types, Map<Integer, NdArray> constants, List<Alias> inputAliases, List<Step> steps,
    Memory memory, Places lasting, Places handedOut, List<Integer> outputs) {

  /** A value that is the storage of another in its own shape. */
  record Alias(int value, int base) {
  }

  /**
   * Buffers, and what lies in them.
   *
   * @param values written there
   * @param aliases values that are these, or constants, in another shape
   */
  record Places(List<Integer> buffers, List<Integer> values, List<Alias> aliases) {
  }
}
