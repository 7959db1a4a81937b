package dev.adjoint.internal.program;

import java.util.Map;

import dev.adjoint.array.NdArray;

/**
 * A schedule, and what is known of its values besides.
 *
 * @param constants the elements of the values that the schedule says are constants
 * @param names that users gave to values
 */
public record Plan(Schedule schedule, Map<Integer, NdArray> constants, Map<Integer, String> names) {
}
