package dev.adjoint.benchmarks;

import dev.adjoint.DType;

/**
 * What is measured.
 *
 * @param workload its name
 * @param dtype element type
 * @param size the batch size, or whatever else varies
 */
record Row(String workload, DType dtype, String size) {
}
