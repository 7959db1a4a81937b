package dev.adjoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.adjoint.array.NdArray;

/**
 * What a program does, step by step: to be read and drawn.
 *
 * @param values numbered; the inputs come first, states before arguments
 * @param steps in the order in which they run
 * @param bufferBytes the size of each buffer
 * @param results the values that are the program's results
 */
public record Listing(List<Value> values, List<Step> steps, List<Long> bufferBytes, List<Integer> results) {

  /**
   * A value.
   *
   * @param place where it lies: {@code input 0}, {@code buffer 2}, …
   * @param aliasOf the value whose elements it is, in another shape
   * @param constant its elements, if they never change
   */
  public record Value(TensorType type, String place, OptionalInt aliasOf, Optional<NdArray> constant) {
  }

  /**
   * What is done in one go.
   *
   * @param description in words
   * @param reads the values it reads
   * @param writes the values it writes
   */
  public record Step(String description, List<Integer> reads, List<Integer> writes) {
  }
}
