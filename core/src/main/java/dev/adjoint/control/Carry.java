package dev.adjoint.control;

/**
 * What one step of a scan hands to the next, and what it leaves behind; and what a whole scan does.
 *
 * @param carry the state, built the same way in every step
 * @param output of a step; of a scan, those of all steps side by side along a new first axis
 * @param <C> the type of the state
 * @param <Y> the type of the output
 */
public record Carry<C, Y>(C carry, Y output) {
}
