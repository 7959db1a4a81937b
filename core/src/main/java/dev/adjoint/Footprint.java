package dev.adjoint;

import java.time.Duration;

/**
 * How large a program is, and what it took to make it.
 *
 * @param operations traced, before any was merged or fused
 * @param steps that they became
 * @param bytes of the buffers of one run
 * @param tracing the time of the function itself, called with symbolic tensors
 * @param planning the time from there until the program was ready
 */
public record Footprint(int operations, int steps, long bytes, Duration tracing, Duration planning) {
}
