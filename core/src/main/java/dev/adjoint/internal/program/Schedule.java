package dev.adjoint.internal.program;

import java.util.List;
import java.util.Map;

import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/**
 * A program ready to run: steps in order on numbered values, of which the first ones are the inputs.
 *
 * @param types of the values
 * @param constants the values that never change
 * @param fixedAliases values that are buffers or constants in another shape
 * @param inputAliases values that are inputs in another shape
 * @param steps in the order in which they run
 * @param memory which values share which buffers
 * @param outputs the values that are the results
 */
record Schedule(List<TensorType> types, Map<Integer, NdArray> constants, List<Alias> fixedAliases,
    List<Alias> inputAliases, List<Step> steps, Memory memory, List<Integer> outputs) {

  /** A value that is the storage of another in its own shape. */
  record Alias(int value, int base, Shape shape) {
    NdArray of(NdArray[] values) {
      return NdArray.within(values[base].type().with(shape), values[base].storage());
    }
  }
}
